// compute of gemv, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_y = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(3);
    constexpr uint32_t cb_product = get_compile_time_arg_val(4);
    constexpr uint32_t cb_y_out = get_compile_time_arg_val(5);
    // gemv.py:32  product[i, j] = T.cast(a[i, j], "float32") * x[j]
    compute_kernel_hw_startup(cb_a, cb_x, cb_y);
    // gemv.py:22  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_sum_rows_ones, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // gemv.py:27  T.clear(y)
        cb_reserve_back(cb_y, 2);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_y);
        }
        tile_regs_release();
        cb_push_back(cb_y, 2);
        // gemv.py:28  for k in T.Pipelined(T.ceildiv(K, BK), num_stages=2):
        add_binary_tile_init();
        for (uint32_t k = 0; k < 8; ++k) {
            // gemv.py:32  product[i, j] = T.cast(a[i, j], "float32") * x[j]
            cb_wait_front(cb_a, 8);
            cb_wait_front(cb_x, 4);
            cb_reserve_back(cb_product, 8);
            reconfig_data_format(cb_a, cb_x);
            mul_bcast_rows_init(cb_a, cb_x);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                for (uint32_t c = 0; c < 4; ++c) {
                    mul_tiles_bcast_rows(cb_a, cb_x, row * 4 + c, c, c);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 4; ++t) {
                    pack_tile<true>(t, cb_product, row * 4 + t);
                }
                tile_regs_release();
            }
            cb_push_back(cb_product, 8);
            cb_pop_front(cb_a, 8);
            cb_pop_front(cb_x, 4);
            // gemv.py:33  T.reduce_sum(product, y, dim=1, clear=False)
            cb_wait_front(cb_y, 2);
            cb_wait_front(cb_product, 8);
            cb_reserve_back(cb_y, 2);
            tile_regs_acquire();
            reconfig_data_format(cb_sum_rows_ones, cb_product);
            reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_product, cb_sum_rows_ones, cb_y);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t k_2 = 0; k_2 < 4; ++k_2) {
                    reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                        cb_product, cb_sum_rows_ones, r * 4 + k_2, 0, r);
                }
            }
            reduce_uninit(cb_product);
            reconfig_data_format_srca(cb_y);
            copy_init(cb_y);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_y, t, t + 2);
            }
            for (uint32_t t = 0; t < 2; ++t) {
                add_binary_tile(t + 2, t, t + 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t + 2, cb_y, t);
            }
            tile_regs_release();
            cb_push_back(cb_y, 2);
            cb_pop_front(cb_y, 2);
            cb_pop_front(cb_product, 8);
        }
        // gemv.py:34  T.copy(y, Y[by * BM])
        cb_wait_front(cb_y, 2);
        cb_reserve_back(cb_y_out, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_y, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_y_out);
        }
        tile_regs_release();
        cb_push_back(cb_y_out, 2);
        cb_pop_front(cb_y, 2);
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // gemv.py:22
}
