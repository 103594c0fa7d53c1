// compute of head_rmsnorm, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/rsqrt.h"
#include "api/compute/pack_untilize.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"
#include "api/compute/tilize.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_x = get_compile_time_arg_val(1);
    constexpr uint32_t cb_weight = get_compile_time_arg_val(2);
    constexpr uint32_t cb_head_rows = get_compile_time_arg_val(3);
    constexpr uint32_t cb_head = get_compile_time_arg_val(4);
    constexpr uint32_t cb_square = get_compile_time_arg_val(5);
    constexpr uint32_t cb_inverse = get_compile_time_arg_val(6);
    constexpr uint32_t cb_y = get_compile_time_arg_val(7);
    constexpr uint32_t cb_block = get_compile_time_arg_val(8);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(9);
    // head_rmsnorm.py:35  square[i, j] = T.cast(head[i, j], "float32") * head[i, j]
    compute_kernel_hw_startup(cb_x, cb_head_rows);
    // head_rmsnorm.py:25  with T.Kernel(T.ceildiv(TOKENS, BM)) as by:
    cb_wait_front(cb_sum_rows_ones, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // head_rmsnorm.py:35  square[i, j] = T.cast(head[i, j], "float32") * head[i, j]
        cb_wait_front(cb_x, 8);
        cb_reserve_back(cb_head_rows, 8);
        pack_reconfig_data_format(cb_head_rows);
        pack_untilize_dest_init<4, 8>(cb_head_rows);
        reconfig_data_format_srca(cb_x);
        copy_init(cb_x);
        for (uint32_t col = 0; col < 2; ++col) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_x, col * 4 + t, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_untilize_dest<4, 8>(cb_head_rows, 1, col);
            tile_regs_release();
        }
        cb_push_back(cb_head_rows, 8);
        pack_untilize_uninit(cb_head_rows);
        cb_pop_front(cb_x, 8);
        cb_wait_front(cb_head_rows, 8);
        cb_reserve_back(cb_head, 8);
        tilize_init(cb_head_rows, 2, cb_head);
        for (uint32_t row = 0; row < 4; ++row) {
            tilize_block(cb_head_rows, 2, cb_head, row * 2, row * 2);
        }
        tilize_uninit(cb_head_rows, cb_head);
        cb_push_back(cb_head, 8);
        cb_pop_front(cb_head_rows, 8);
        cb_wait_front(cb_head, 8);
        cb_reserve_back(cb_square, 8);
        reconfig_data_format(cb_head, cb_head);
        pack_reconfig_data_format(cb_square);
        mul_init(cb_head, cb_head);
        for (uint32_t first = 0; first < 8; first += 4) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                mul_tiles(cb_head, cb_head, first + t, first + t, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_square);
            }
            tile_regs_release();
        }
        cb_push_back(cb_square, 8);
        // head_rmsnorm.py:38  y[i, j] = head[i, j] * T.rsqrt(inverse[i] / WIDTH + EPSILON) * wei...
        cb_wait_front(cb_square, 8);
        cb_reserve_back(cb_inverse, 4);
        tile_regs_acquire();
        // head_rmsnorm.py:36  T.reduce_sum(square, inverse, dim=1)
        reconfig_data_format(cb_sum_rows_ones, cb_square);
        reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_square, cb_sum_rows_ones, cb_inverse);
        for (uint32_t r = 0; r < 4; ++r) {
            for (uint32_t k = 0; k < 2; ++k) {
                reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                    cb_square, cb_sum_rows_ones, r * 2 + k, 0, r);
            }
        }
        binop_with_scalar_tile_init();  // head_rmsnorm.py:38
        for (uint32_t t = 0; t < 4; ++t) {
            mul_unary_tile(t, 0x3c800000u /* 0.015625 */);
        }
        for (uint32_t t = 0; t < 4; ++t) {
            add_unary_tile(t, 0x358637bdu /* 1e-06 */);
        }
        rsqrt_tile_init();
        for (uint32_t t = 0; t < 4; ++t) {
            rsqrt_tile(t);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile<true>(t, cb_inverse, t);
        }
        tile_regs_release();
        reduce_uninit(cb_square);
        cb_push_back(cb_inverse, 4);
        cb_pop_front(cb_square, 8);
        cb_wait_front(cb_weight, 2);
        cb_wait_front(cb_inverse, 4);
        cb_reserve_back(cb_y, 8);
        pack_reconfig_data_format(cb_y);
        mul_binary_tile_init();
        for (uint32_t row = 0; row < 4; ++row) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_head);
            copy_init(cb_head);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_head, row * 2 + t, t);
            }
            reconfig_data_format(cb_inverse, cb_inverse);
            unary_bcast_init<BroadcastType::COL>(cb_inverse);
            unary_bcast<BroadcastType::COL>(cb_inverse, row, 2);
            for (uint32_t c = 0; c < 2; ++c) {
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::COL>(cb_inverse);
            reconfig_data_format(cb_weight, cb_weight);
            unary_bcast_init<BroadcastType::ROW>(cb_weight);
            for (uint32_t c = 0; c < 2; ++c) {
                unary_bcast<BroadcastType::ROW>(cb_weight, c, 2);
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::ROW>(cb_weight);
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_y, row * 2 + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_y, 8);
        cb_pop_front(cb_weight, 2);
        cb_pop_front(cb_head, 8);
        cb_pop_front(cb_inverse, 4);
        // head_rmsnorm.py:39  T.copy(T.view(y, (BM, HEADS * WIDTH)), Y[by * BM, 0])
        cb_wait_front(cb_y, 8);
        cb_reserve_back(cb_block, 8);
        pack_untilize_dest_init<2, 2>(cb_block);
        copy_init(cb_y);
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_y, row * 2 * 2 + t, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_untilize_dest<2, 2>(cb_block, 2, 0);
            tile_regs_release();
            cb_push_back(cb_block, 4);
        }
        pack_untilize_uninit(cb_block);
        cb_pop_front(cb_y, 8);
        cb_wait_front(cb_block, 8);
        cb_reserve_back(cb_Y_out, 8);
        tilize_init(cb_block, 8, cb_Y_out);
        tilize_block(cb_block, 8, cb_Y_out, 0, 0);
        tilize_uninit(cb_block, cb_Y_out);
        cb_push_back(cb_Y_out, 8);
        cb_pop_front(cb_block, 8);
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // head_rmsnorm.py:25
}
