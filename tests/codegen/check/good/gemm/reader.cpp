// reader of gemm: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

// Fills `bytes` of L1 with zeros from the firmware's block of zeros; completes at the next read barrier.
inline void read_zeros(uint32_t l1, uint32_t bytes) {
    const uint64_t zeros = get_noc_addr(MEM_ZEROS_BASE);
    for (uint32_t done = 0; done < bytes; done += MEM_ZEROS_SIZE) {
        noc_async_read(zeros, l1 + done, MEM_ZEROS_SIZE);
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
    for (uint32_t work = start; work < start + count; ++work) {  // gemm.py:12
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        for (uint32_t k = 0; k < by + 1; ++k) {  // gemm.py:18
            cb_reserve_back(cb_A_shared, 4);  // gemm.py:19
            const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);
            for (uint32_t i = 0; i < 2; ++i) {
                for (uint32_t j = 0; j < 2; ++j) {
                    if (by * 2 + i < 7) {
                        noc_async_read_page((by * 2 + i) * 8 + k * 2 + j, A, A_shared_l1 + (i * 2 + j) * 2048);
                    } else {
                        read_zeros(A_shared_l1 + (i * 2 + j) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 4);
            cb_reserve_back(cb_B_shared, 4);  // gemm.py:20
            const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);
            for (uint32_t i = 0; i < 2; ++i) {
                for (uint32_t j = 0; j < 2; ++j) {
                    noc_async_read_page((k * 2 + i) * 8 + bx * 2 + j, B, B_shared_l1 + (i * 2 + j) * 2048);
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_B_shared, 4);
        }
    }
}
