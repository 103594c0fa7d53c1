// compute of layernorm, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/rsqrt.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(1);
    constexpr uint32_t cb_sum_rows_ones2 = get_compile_time_arg_val(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(3);
    constexpr uint32_t cb_gamma = get_compile_time_arg_val(4);
    constexpr uint32_t cb_beta = get_compile_time_arg_val(5);
    constexpr uint32_t cb_mean = get_compile_time_arg_val(6);
    constexpr uint32_t cb_centred = get_compile_time_arg_val(7);
    constexpr uint32_t cb_square = get_compile_time_arg_val(8);
    constexpr uint32_t cb_variance = get_compile_time_arg_val(9);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(10);
    // layernorm.py:35  T.reduce_sum(x, mean, dim=1)
    compute_kernel_hw_startup(cb_sum_rows_ones2, cb_x, cb_mean);
    // layernorm.py:24  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_sum_rows_ones, 1);
    cb_wait_front(cb_places, 1);
    cb_wait_front(cb_sum_rows_ones2, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // layernorm.py:37  centred[i, j] = x[i, j] - mean[i] / N
        cb_wait_front(cb_x, 16);
        cb_reserve_back(cb_mean, 1);
        tile_regs_acquire();
        // layernorm.py:35  T.reduce_sum(x, mean, dim=1)
        reconfig_data_format(cb_sum_rows_ones2, cb_x);
        reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_x, cb_sum_rows_ones2, cb_mean);
        for (uint32_t k = 0; k < 16; ++k) {
            reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_x, cb_sum_rows_ones2, k, 0, 0);
        }
        binop_with_scalar_tile_init();  // layernorm.py:37
        mul_unary_tile(0, 0x3b03126fu /* 0.002 */);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_mean);
        pack_tile<true>(0, cb_mean, 0);
        tile_regs_release();
        reduce_uninit(cb_x);
        cb_push_back(cb_mean, 1);
        // layernorm.py:40  T.reduce_sum(square, variance, dim=1)
        cb_wait_front(cb_mean, 1);
        cb_reserve_back(cb_centred, 16);
        cb_reserve_back(cb_square, 16);
        for (uint32_t col = 0; col < 16; ++col) {
            tile_regs_acquire();
            // layernorm.py:37  centred[i, j] = x[i, j] - mean[i] / N
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, col, 0);
            reconfig_data_format(cb_mean, cb_mean);
            unary_bcast_init<BroadcastType::COL>(cb_mean);
            unary_bcast<BroadcastType::COL>(cb_mean, 0, 2);
            sub_binary_tile_init();
            sub_binary_tile(0, 2, 0);
            unary_bcast_uninit<BroadcastType::COL>(cb_mean);
            // layernorm.py:39  square[i, j] = centred[i, j] * centred[i, j]
            mul_binary_tile_init();
            mul_binary_tile(0, 0, 1);
            // layernorm.py:40  T.reduce_sum(square, variance, dim=1)
            const uint32_t d = 499 - col * 32;
            if (int32_t(d) < 31) {
                if (int32_t(d) < 0) {
                    fill_tile_init();
                    fill_tile(1, 0.0f);
                } else {
                    copy_init(cb_places);
                    copy_tile(cb_places, 0, 2);
                    unary_ge_tile_init();
                    unary_ge_tile(2, float_bits(0 - d));
                    fill_tile_init();
                    fill_tile(3, 0.0f);
                    where_tile_init();
                    where_tile<DataFormat::Float32>(2, 1, 3, 1);
                }
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_centred, col);
            pack_tile<true>(1, cb_square, col);
            tile_regs_release();
        }
        cb_push_back(cb_centred, 16);
        cb_push_back(cb_square, 16);
        cb_pop_front(cb_x, 16);
        cb_pop_front(cb_mean, 1);
        // layernorm.py:42  variance[i] = T.rsqrt(variance[i] / N + EPSILON)
        cb_wait_front(cb_square, 16);
        cb_reserve_back(cb_variance, 1);
        tile_regs_acquire();
        reconfig_data_format(cb_sum_rows_ones, cb_square);  // layernorm.py:40
        reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_square, cb_sum_rows_ones, cb_variance);
        for (uint32_t k = 0; k < 16; ++k) {
            reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_square, cb_sum_rows_ones, k, 0, 0);
        }
        binop_with_scalar_tile_init();  // layernorm.py:42
        mul_unary_tile(0, 0x3b03126fu /* 0.002 */);
        add_unary_tile(0, 0x3727c5acu /* 1e-05 */);
        rsqrt_tile_init();
        rsqrt_tile(0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_variance, 0);
        tile_regs_release();
        reduce_uninit(cb_square);
        cb_push_back(cb_variance, 1);
        cb_pop_front(cb_square, 16);
        // layernorm.py:45  T.copy(centred, Y[by * BM, 0])
        cb_wait_front(cb_gamma, 16);
        cb_wait_front(cb_beta, 16);
        cb_wait_front(cb_centred, 16);
        cb_wait_front(cb_variance, 1);
        cb_reserve_back(cb_Y_out, 16);
        pack_reconfig_data_format(cb_Y_out);
        for (uint32_t col = 0; col < 16; col += 2) {
            tile_regs_acquire();
            // layernorm.py:44  centred[i, j] = centred[i, j] * variance[i] * gamma[j] + beta[j]
            reconfig_data_format_srca(cb_centred);
            copy_init(cb_centred);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_centred, col + t, t);
            }
            reconfig_data_format(cb_variance, cb_variance);
            unary_bcast_init<BroadcastType::COL>(cb_variance);
            unary_bcast<BroadcastType::COL>(cb_variance, 0, 2);
            mul_binary_tile_init();
            for (uint32_t c = 0; c < 2; ++c) {
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::COL>(cb_variance);
            reconfig_data_format(cb_gamma, cb_gamma);
            unary_bcast_init<BroadcastType::ROW>(cb_gamma);
            for (uint32_t c = 0; c < 2; ++c) {
                unary_bcast<BroadcastType::ROW>(cb_gamma, col + c, 2);
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::ROW>(cb_gamma);
            unary_bcast_init<BroadcastType::ROW>(cb_beta);
            add_binary_tile_init();
            for (uint32_t c = 0; c < 2; ++c) {
                unary_bcast<BroadcastType::ROW>(cb_beta, col + c, 2);
                add_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::ROW>(cb_beta);
            // layernorm.py:45  T.copy(centred, Y[by * BM, 0])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_Y_out, col + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_Y_out, 16);
        cb_pop_front(cb_gamma, 16);
        cb_pop_front(cb_beta, 16);
        cb_pop_front(cb_centred, 16);
        cb_pop_front(cb_variance, 1);
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // layernorm.py:24
    cb_pop_front(cb_places, 1);
    cb_pop_front(cb_sum_rows_ones2, 1);
}
