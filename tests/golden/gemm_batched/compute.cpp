// compute of gemm_batched, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(2);
    // gemm_batched.py:28  T.gemm(a, b, c)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_a, cb_b, cb_C_out);
    // gemm_batched.py:20  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), BATCH) as...
    matmul_block_init(cb_a, cb_b, 0, 2, 2, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_batched.py:29  T.copy(c, C[bz, by * block_M, bx * block_N])
        cb_reserve_back(cb_C_out, 4);
        tile_regs_acquire();
        // gemm_batched.py:25  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_batched.py:28  T.gemm(a, b, c)
            cb_wait_front(cb_a, 2);
            cb_wait_front(cb_b, 2);
            matmul_block(cb_a, cb_b, 0, 0, 0, 0, 2, 2, 1);
            cb_pop_front(cb_a, 2);
            cb_pop_front(cb_b, 2);
        }
        tile_regs_commit();  // gemm_batched.py:29
        tile_regs_wait();
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_C_out);
        }
        tile_regs_release();
        cb_push_back(cb_C_out, 4);
    }
}
