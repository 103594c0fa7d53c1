// reader of gemm_split_k_1, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t partial_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_one = get_compile_time_arg_val(0);
    constexpr auto partial_args = TensorAccessorArgs<1>();
    const auto partial = TensorAccessor(partial_args, partial_addr);
    // gemm_split_k.py:38  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // gemm_split_k.py:42  for part in T.Pipelined(parts, num_stages=2):
        for (uint32_t part = 0; part < 4; ++part) {
            // gemm_split_k.py:43  T.copy(partial[part, by * block_M, bx * block_N], one)
            cb_reserve_back(cb_one, 4);
            const uint32_t one_l1 = get_write_ptr(cb_one);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (bx * 2 + c < 3) {
                        noc_async_read_page(
                            (part * 4 + by * 2 + r) * 3 + bx * 2 + c, partial,
                            one_l1 + (r * 2 + c) * 4096);
                    } else {
                        read_zeros(one_l1 + (r * 2 + c) * 4096, 4096);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_one, 4);
        }
    }
}
