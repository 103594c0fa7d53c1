// reader of gemm, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t B_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr auto A_args = TensorAccessorArgs<2>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    // gemm.py:29  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), threads=128) as (b...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // gemm.py:35  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=num_stages):
        for (uint32_t k = 0; k < 32; ++k) {
            // gemm.py:36  T.copy(A[by * block_M, k * block_K], A_shared)
            cb_reserve_back(cb_A_shared, 4);
            // gemm.py:37  T.copy(B[k * block_K, bx * block_N], B_shared)
            cb_reserve_back(cb_B_shared, 4);
            const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);  // gemm.py:36
            for (uint32_t r = 0; r < 4; ++r) {
                noc_async_read_page((by * 4 + r) * 32 + k, A, A_shared_l1 + r * 2048);
            }
            const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);  // gemm.py:37
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page(k * 32 + bx * 4 + c, B, B_shared_l1 + c * 2048);
            }
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 4);  // gemm.py:36
            cb_push_back(cb_B_shared, 4);  // gemm.py:37
        }
    }
}
