// compute of gemm, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(0);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(2);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(3);
    // gemm.py:38  T.gemm(A_shared, B_shared, C_local)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A_shared, cb_B_shared, cb_C_local);
    // gemm.py:29  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), threads=128) as (b...
    for (uint32_t i = 0; i < count; ++i) {
        // gemm.py:35  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=num_stages):
        cb_reserve_back(cb_C_local, 16);
        reconfig_data_format<SrcOrder::Reverse>(cb_A_shared, cb_B_shared);
        pack_reconfig_data_format(cb_C_local);
        matmul_block_init(cb_A_shared, cb_B_shared, 0, 2, 2, 1);
        for (uint32_t k = 0; k < 32; ++k) {
            // gemm.py:38  T.gemm(A_shared, B_shared, C_local)
            cb_wait_front(cb_A_shared, 4);
            cb_wait_front(cb_B_shared, 4);
            pack_reconfig_l1_acc(k != 0);
            for (uint32_t row = 0; row < 4; row += 2) {
                for (uint32_t col = 0; col < 4; col += 2) {
                    tile_regs_acquire();
                    matmul_block(cb_A_shared, cb_B_shared, row, col, 0, 0, 2, 2, 1);
                    tile_regs_commit();
                    tile_regs_wait();
                    for (uint32_t r = 0; r < 2; ++r) {
                        for (uint32_t c = 0; c < 2; ++c) {
                            pack_tile<true>(r * 2 + c, cb_C_local, row * 4 + col + r * 4 + c);
                        }
                    }
                    tile_regs_release();
                }
            }
            cb_pop_front(cb_A_shared, 4);
            cb_pop_front(cb_B_shared, 4);
        }
        pack_reconfig_l1_acc(0);
        cb_push_back(cb_C_local, 16);  // gemm.py:35
        // gemm.py:40  T.copy(C_local, C[by * block_M, bx * block_N])
        cb_wait_front(cb_C_local, 16);
        cb_reserve_back(cb_C_out, 16);
        reconfig_data_format_srca(cb_C_local);
        pack_reconfig_data_format(cb_C_out);
        copy_init(cb_C_local);
        for (uint32_t first = 0; first < 16; first += 4) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_C_local, first + t, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_C_out);
            }
            tile_regs_release();
        }
        cb_push_back(cb_C_out, 16);
        cb_pop_front(cb_C_local, 16);
    }
}
