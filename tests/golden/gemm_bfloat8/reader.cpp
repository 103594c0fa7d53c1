// reader of gemm_bfloat8, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t ScaleA_addr = get_arg_val<uint32_t>(2);
    const uint32_t ScaleB_addr = get_arg_val<uint32_t>(3);
    const uint32_t start = get_arg_val<uint32_t>(4);
    const uint32_t count = get_arg_val<uint32_t>(5);
    constexpr uint32_t cb_scale_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_scale_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_b = get_compile_time_arg_val(3);
    constexpr auto A_args = TensorAccessorArgs<4>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    constexpr auto ScaleA_args = TensorAccessorArgs<B_args.next_compile_time_args_offset()>();
    constexpr auto ScaleB_args = TensorAccessorArgs<ScaleA_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    const auto ScaleA = TensorAccessor(ScaleA_args, ScaleA_addr);
    const auto ScaleB = TensorAccessor(ScaleB_args, ScaleB_addr);
    // gemm_bfloat8.py:26  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 3;
        const uint32_t by = work / 3;
        // gemm_bfloat8.py:32  T.copy(ScaleA[by * block_M], scale_a)
        cb_reserve_back(cb_scale_a, 2);
        // gemm_bfloat8.py:33  T.copy(ScaleB[bx * block_N], scale_b)
        cb_reserve_back(cb_scale_b, 2);
        const uint32_t scale_a_l1 = get_write_ptr(cb_scale_a);  // gemm_bfloat8.py:32
        for (uint32_t r = 0; r < 2; ++r) {
            if (by * 2 + r < 7) {
                noc_async_read_page(by * 2 + r, ScaleA, scale_a_l1 + r * 4096);
            } else {
                read_zeros(scale_a_l1 + r * 4096, 4096);
            }
        }
        const uint32_t scale_b_l1 = get_write_ptr(cb_scale_b);  // gemm_bfloat8.py:33
        for (uint32_t c = 0; c < 2; ++c) {
            if (bx * 2 + c < 5) {
                noc_async_read_page(bx * 2 + c, ScaleB, scale_b_l1 + c * 4096);
            } else {
                read_zeros(scale_b_l1 + c * 4096, 4096);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_scale_a, 2);  // gemm_bfloat8.py:32
        cb_push_back(cb_scale_b, 2);  // gemm_bfloat8.py:33
        // gemm_bfloat8.py:35  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 5; ++k) {
            // gemm_bfloat8.py:36  T.copy(A[by * block_M, k * block_K], a)
            cb_reserve_back(cb_a, 4);
            // gemm_bfloat8.py:37  T.copy(B[k * block_K, bx * block_N], b)
            cb_reserve_back(cb_b, 4);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemm_bfloat8.py:36
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (by * 2 + r < 7) {
                        noc_async_read_page(
                            (by * 2 + r) * 10 + k * 2 + c, A, a_l1 + (r * 2 + c) * 1088);
                    } else {
                        read_zeros(a_l1 + (r * 2 + c) * 1088, 1088);
                    }
                }
            }
            const uint32_t b_l1 = get_write_ptr(cb_b);  // gemm_bfloat8.py:37
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (bx * 2 + c < 5) {
                        noc_async_read_page(
                            (k * 2 + r) * 5 + bx * 2 + c, B, b_l1 + (r * 2 + c) * 1088);
                    } else {
                        read_zeros(b_l1 + (r * 2 + c) * 1088, 1088);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 4);  // gemm_bfloat8.py:36
            cb_push_back(cb_b, 4);  // gemm_bfloat8.py:37
        }
    }
}
