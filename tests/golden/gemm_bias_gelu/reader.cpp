// reader of gemm_bias_gelu, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t Bias_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_bias = get_compile_time_arg_val(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(1);
    constexpr uint32_t cb_b = get_compile_time_arg_val(2);
    constexpr auto A_args = TensorAccessorArgs<3>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    constexpr auto Bias_args = TensorAccessorArgs<B_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    const auto Bias = TensorAccessor(Bias_args, Bias_addr);
    // gemm_bias_gelu.py:32  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx,...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 5;
        const uint32_t by = work / 5;
        // gemm_bias_gelu.py:37  T.copy(Bias[bx * block_N], bias)
        cb_reserve_back(cb_bias, 2);
        const uint32_t bias_l1 = get_write_ptr(cb_bias);
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_read_page(bx * 2 + c, Bias, bias_l1 + c * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_bias, 2);
        // gemm_bias_gelu.py:39  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_bias_gelu.py:40  T.copy(A[by * block_M, k * block_K], a)
            cb_reserve_back(cb_a, 4);
            // gemm_bias_gelu.py:41  T.copy(B[k * block_K, bx * block_N], b)
            cb_reserve_back(cb_b, 4);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemm_bias_gelu.py:40
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (by * 2 + r < 7 && k * 2 + c < 5) {
                        noc_async_read_page(
                            (by * 2 + r) * 5 + k * 2 + c, A, a_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(a_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            const uint32_t b_l1 = get_write_ptr(cb_b);  // gemm_bias_gelu.py:41
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (k * 2 + r < 5) {
                        noc_async_read_page(
                            (k * 2 + r) * 10 + bx * 2 + c, B, b_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(b_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 4);  // gemm_bias_gelu.py:40
            cb_push_back(cb_b, 4);  // gemm_bias_gelu.py:41
        }
    }
}
