// compute of gemm_pipelined, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(2);
    // gemm_pipelined.py:33  T.gemm(a, b, c, transpose_B=True, clear_accum=k == 0)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_a, cb_b, cb_C_out);
    // gemm_pipelined.py:25  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx,...
    matmul_block_init(cb_a, cb_b, 1, 2, 2, 2);
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_pipelined.py:34  T.copy(c, C[by * block_M, bx * block_N])
        cb_reserve_back(cb_C_out, 4);
        tile_regs_acquire();
        // gemm_pipelined.py:30  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=num_stages):
        for (uint32_t k = 0; k < 8; ++k) {
            // gemm_pipelined.py:33  T.gemm(a, b, c, transpose_B=True, clear_accum=k == 0)
            cb_wait_front(cb_a, 4);
            cb_wait_front(cb_b, 4);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_a, cb_b, kt, kt * 2, 0, 1, 2, 2, 2);
            }
            cb_pop_front(cb_a, 4);
            cb_pop_front(cb_b, 4);
        }
        tile_regs_commit();  // gemm_pipelined.py:34
        tile_regs_wait();
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_C_out);
        }
        tile_regs_release();
        cb_push_back(cb_C_out, 4);
    }
}
