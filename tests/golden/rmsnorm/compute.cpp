// compute of rmsnorm, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/rsqrt.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_inverse = get_compile_time_arg_val(1);
    constexpr uint32_t cb_x = get_compile_time_arg_val(2);
    constexpr uint32_t cb_square = get_compile_time_arg_val(3);
    constexpr uint32_t cb_inverse2 = get_compile_time_arg_val(4);
    constexpr uint32_t cb_weight = get_compile_time_arg_val(5);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(6);
    // rmsnorm.py:34  square[i, j] = T.cast(x[i, j], "float32") * x[i, j]
    compute_kernel_hw_startup(cb_x, cb_inverse);
    // rmsnorm.py:24  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_sum_rows_ones, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // rmsnorm.py:30  T.clear(inverse)
        cb_reserve_back(cb_inverse, 1);
        tile_regs_acquire();
        fill_tile_init();
        fill_tile(0, 0.0f);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_inverse);
        pack_tile(0, cb_inverse);
        tile_regs_release();
        cb_push_back(cb_inverse, 1);
        // rmsnorm.py:31  for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
        add_binary_tile_init();
        for (uint32_t k = 0; k < 4; ++k) {
            // rmsnorm.py:34  square[i, j] = T.cast(x[i, j], "float32") * x[i, j]
            cb_wait_front(cb_x, 8);
            cb_reserve_back(cb_square, 8);
            reconfig_data_format(cb_x, cb_x);
            mul_init(cb_x, cb_x);
            for (uint32_t first = 0; first < 8; first += 4) {
                tile_regs_acquire();
                for (uint32_t t = 0; t < 4; ++t) {
                    mul_tiles(cb_x, cb_x, first + t, first + t, t);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 4; ++t) {
                    pack_tile(t, cb_square);
                }
                tile_regs_release();
            }
            cb_push_back(cb_square, 8);
            cb_pop_front(cb_x, 8);
            // rmsnorm.py:35  T.reduce_sum(square, inverse, dim=1, clear=False)
            cb_wait_front(cb_inverse, 1);
            cb_wait_front(cb_square, 8);
            cb_reserve_back(cb_inverse, 1);
            tile_regs_acquire();
            reconfig_data_format(cb_sum_rows_ones, cb_square);
            reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                cb_square, cb_sum_rows_ones, cb_inverse);
            for (uint32_t k_2 = 0; k_2 < 8; ++k_2) {
                reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                    cb_square, cb_sum_rows_ones, k_2, 0, 0);
            }
            reduce_uninit(cb_square);
            reconfig_data_format_srca(cb_inverse);
            copy_init(cb_inverse);
            copy_tile(cb_inverse, 0, 1);
            add_binary_tile(1, 0, 1);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(1, cb_inverse, 0);
            tile_regs_release();
            cb_push_back(cb_inverse, 1);
            cb_pop_front(cb_inverse, 1);
            cb_pop_front(cb_square, 8);
        }
        // rmsnorm.py:37  inverse[i] = T.rsqrt(inverse[i] / N + EPSILON)
        cb_wait_front(cb_inverse, 1);
        cb_reserve_back(cb_inverse2, 1);
        tile_regs_acquire();
        copy_tile(cb_inverse, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3a83126fu /* 0.001 */);
        add_unary_tile(0, 0x358637bdu /* 1e-06 */);
        rsqrt_tile_init();
        rsqrt_tile(0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_inverse2);
        tile_regs_release();
        cb_push_back(cb_inverse2, 1);
        cb_pop_front(cb_inverse, 1);
        // rmsnorm.py:38  for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
        cb_wait_front(cb_inverse2, 1);
        pack_reconfig_data_format(cb_Y_out);
        mul_binary_tile_init();
        for (uint32_t k = 0; k < 4; ++k) {
            // rmsnorm.py:43  T.copy(y, Y[by * BM, k * BN])
            cb_wait_front(cb_x, 8);
            cb_wait_front(cb_weight, 8);
            cb_reserve_back(cb_Y_out, 8);
            for (uint32_t col = 0; col < 8; col += 2) {
                tile_regs_acquire();
                // rmsnorm.py:42  y[i, j] = x[i, j] * inverse[i] * weight[j]
                reconfig_data_format_srca(cb_x);
                copy_init(cb_x);
                for (uint32_t t = 0; t < 2; ++t) {
                    copy_tile(cb_x, col + t, t);
                }
                reconfig_data_format(cb_inverse2, cb_inverse2);
                unary_bcast_init<BroadcastType::COL>(cb_inverse2);
                unary_bcast<BroadcastType::COL>(cb_inverse2, 0, 2);
                for (uint32_t c = 0; c < 2; ++c) {
                    mul_binary_tile(c, 2, c);
                }
                unary_bcast_uninit<BroadcastType::COL>(cb_inverse2);
                reconfig_data_format(cb_weight, cb_weight);
                unary_bcast_init<BroadcastType::ROW>(cb_weight);
                for (uint32_t c = 0; c < 2; ++c) {
                    unary_bcast<BroadcastType::ROW>(cb_weight, col + c, 2);
                    mul_binary_tile(c, 2, c);
                }
                unary_bcast_uninit<BroadcastType::ROW>(cb_weight);
                // rmsnorm.py:43  T.copy(y, Y[by * BM, k * BN])
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 2; ++t) {
                    pack_tile<true>(t, cb_Y_out, col + t);
                }
                tile_regs_release();
            }
            cb_push_back(cb_Y_out, 8);
            cb_pop_front(cb_x, 8);
            cb_pop_front(cb_weight, 8);
        }
        cb_pop_front(cb_inverse2, 1);  // rmsnorm.py:38
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // rmsnorm.py:24
}
