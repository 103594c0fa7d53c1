// reader of gemm_int8, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t W_addr = get_arg_val<uint32_t>(1);
    const uint32_t Scale_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_scale = get_compile_time_arg_val(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(1);
    constexpr uint32_t cb_stored = get_compile_time_arg_val(2);
    constexpr auto A_args = TensorAccessorArgs<3>();
    constexpr auto W_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    constexpr auto Scale_args = TensorAccessorArgs<W_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto W = TensorAccessor(W_args, W_addr);
    const auto Scale = TensorAccessor(Scale_args, Scale_addr);
    // gemm_int8.py:25  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        // gemm_int8.py:31  T.copy(Scale[bx * block_N], scale)
        cb_reserve_back(cb_scale, 2);
        const uint32_t scale_l1 = get_write_ptr(cb_scale);
        for (uint32_t c = 0; c < 2; ++c) {
            if (bx * 2 + c < 7) {
                noc_async_read_page(bx * 2 + c, Scale, scale_l1 + c * 4096);
            } else {
                read_zeros(scale_l1 + c * 4096, 4096);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_scale, 2);
        // gemm_int8.py:33  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_int8.py:34  T.copy(A[by * block_M, k * block_K], a)
            cb_reserve_back(cb_a, 4);
            // gemm_int8.py:35  T.copy(W[k * block_K, bx * block_N], stored)
            cb_reserve_back(cb_stored, 4);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemm_int8.py:34
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (k * 2 + c < 5) {
                        noc_async_read_page(
                            (by * 2 + r) * 5 + k * 2 + c, A, a_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(a_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            const uint32_t stored_l1 = get_write_ptr(cb_stored);  // gemm_int8.py:35
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (k * 2 + r < 5 && bx * 2 + c < 7) {
                        noc_async_read_page(
                            (k * 2 + r) * 7 + bx * 2 + c, W, stored_l1 + (r * 2 + c) * 1024);
                    } else {
                        read_zeros(stored_l1 + (r * 2 + c) * 1024, 1024);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 4);  // gemm_int8.py:34
            cb_push_back(cb_stored, 4);  // gemm_int8.py:35
        }
    }
}
