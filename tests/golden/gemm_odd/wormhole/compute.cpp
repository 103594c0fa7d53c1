// compute of gemm_odd, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(0);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(2);
    // gemm_odd.py:27  T.gemm(A_shared, B_shared, C_local)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A_shared, cb_B_shared, cb_C_local);
    // gemm_odd.py:19  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    matmul_block_init(cb_A_shared, cb_B_shared, 0, 1, 4, 2);
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_odd.py:24  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=3):
        cb_reserve_back(cb_C_local, 12);
        for (uint32_t k = 0; k < 8; ++k) {
            // gemm_odd.py:27  T.gemm(A_shared, B_shared, C_local)
            cb_wait_front(cb_A_shared, 8);
            cb_wait_front(cb_B_shared, 6);
            pack_reconfig_l1_acc(k != 0);
            for (uint32_t col = 0; col < 3; ++col) {
                tile_regs_acquire();
                for (uint32_t kt = 0; kt < 2; ++kt) {
                    matmul_block(cb_A_shared, cb_B_shared, kt, kt * 3 + col, 0, 0, 1, 4, 2);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t r = 0; r < 4; ++r) {
                    pack_tile<true>(r, cb_C_local, col + r * 3);
                }
                tile_regs_release();
            }
            cb_pop_front(cb_A_shared, 8);
            cb_pop_front(cb_B_shared, 6);
        }
        pack_reconfig_l1_acc(0);
        cb_push_back(cb_C_local, 12);  // gemm_odd.py:24
    }
}
