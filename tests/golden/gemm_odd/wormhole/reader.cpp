// reader of gemm_odd, emitted by ttc: DRAM -> circular buffers
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
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr auto A_args = TensorAccessorArgs<2>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    // gemm_odd.py:19  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // gemm_odd.py:24  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=3):
        for (uint32_t k = 0; k < 8; ++k) {
            // gemm_odd.py:25  T.copy(A[by * block_M, k * block_K], A_shared)
            cb_reserve_back(cb_A_shared, 8);
            // gemm_odd.py:26  T.copy(B[k * block_K, bx * block_N], B_shared)
            cb_reserve_back(cb_B_shared, 6);
            const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);  // gemm_odd.py:25
            for (uint32_t r = 0; r < 4; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    noc_async_read_page(
                        (by * 4 + r) * 16 + k * 2 + c, A, A_shared_l1 + (r * 2 + c) * 2048);
                }
            }
            const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);  // gemm_odd.py:26
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 3; ++c) {
                    if (bx * 3 + c < 22) {
                        noc_async_read_page(
                            (k * 2 + r) * 22 + bx * 3 + c, B, B_shared_l1 + (r * 3 + c) * 2048);
                    } else {
                        read_zeros(B_shared_l1 + (r * 3 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 8);  // gemm_odd.py:25
            cb_push_back(cb_B_shared, 6);  // gemm_odd.py:26
        }
    }
}
