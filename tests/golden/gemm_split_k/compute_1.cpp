// compute of gemm_split_k_1, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_total = get_compile_time_arg_val(0);
    constexpr uint32_t cb_one = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(2);
    // gemm_split_k.py:45  total[i, j] += one[i, j]
    compute_kernel_hw_startup(cb_total, cb_total);
    // gemm_split_k.py:38  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    copy_init(cb_total);
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_split_k.py:41  T.clear(total)
        cb_reserve_back(cb_total, 4);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 4; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_total);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_total);
        }
        tile_regs_release();
        cb_push_back(cb_total, 4);
        // gemm_split_k.py:42  for part in T.Pipelined(parts, num_stages=2):
        add_binary_tile_init();
        for (uint32_t part = 0; part < 4; ++part) {
            // gemm_split_k.py:45  total[i, j] += one[i, j]
            cb_wait_front(cb_total, 4);
            cb_wait_front(cb_one, 4);
            cb_reserve_back(cb_total, 4);
            for (uint32_t first = 0; first < 4; first += 2) {
                tile_regs_acquire();
                for (uint32_t t = 0; t < 2; ++t) {
                    copy_tile(cb_total, first + t, t);
                }
                for (uint32_t t = 0; t < 2; ++t) {
                    copy_tile(cb_one, first + t, t + 2);
                }
                for (uint32_t t = 0; t < 2; ++t) {
                    add_binary_tile(t, t + 2, t);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 2; ++t) {
                    pack_tile(t, cb_total);
                }
                tile_regs_release();
            }
            cb_push_back(cb_total, 4);
            cb_pop_front(cb_total, 4);
            cb_pop_front(cb_one, 4);
        }
        // gemm_split_k.py:46  T.copy(total, C[by * block_M, bx * block_N])
        cb_wait_front(cb_total, 4);
        cb_reserve_back(cb_C_out, 4);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 4; ++t) {
            copy_tile(cb_total, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_C_out);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_C_out);
        }
        tile_regs_release();
        cb_push_back(cb_C_out, 4);
        cb_pop_front(cb_total, 4);
    }
}
