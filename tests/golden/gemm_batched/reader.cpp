// reader of gemm_batched, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

// Fills `bytes` of L1 with the firmware's zeros; they are there after the next read barrier.
inline void read_zeros(uint32_t l1, uint32_t bytes) {
    const uint64_t zeros = get_noc_addr(MEM_ZEROS_BASE);
    for (uint32_t done = 0; done < bytes; done += MEM_ZEROS_SIZE) {
        const uint32_t left = bytes - done;
        noc_async_read(zeros, l1 + done, left < MEM_ZEROS_SIZE ? left : MEM_ZEROS_SIZE);
    }
}

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t B_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr auto A_args = TensorAccessorArgs<2>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    // gemm_batched.py:20  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), BATCH) as...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 3;
        const uint32_t by = work / 3 % 2;
        const uint32_t bz = work / 3 / 2;
        // gemm_batched.py:25  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_batched.py:26  T.copy(A[bz, by * block_M, k * block_K], a)
            cb_reserve_back(cb_a, 2);
            // gemm_batched.py:27  T.copy(B[bz, k * block_K, bx * block_N], b)
            cb_reserve_back(cb_b, 2);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemm_batched.py:26
            for (uint32_t r = 0; r < 2; ++r) {
                noc_async_read_page((bz * 4 + by * 2 + r) * 3 + k, A, a_l1 + r * 2048);
            }
            const uint32_t b_l1 = get_write_ptr(cb_b);  // gemm_batched.py:27
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + c < 5) {
                    noc_async_read_page((bz * 3 + k) * 5 + bx * 2 + c, B, b_l1 + c * 2048);
                } else {
                    read_zeros(b_l1 + c * 2048, 2048);
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 2);  // gemm_batched.py:26
            cb_push_back(cb_b, 2);  // gemm_batched.py:27
        }
    }
}
