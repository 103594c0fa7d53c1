// reader of axpy_chain, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t B_addr = get_arg_val<uint32_t>(1);
    const uint32_t C_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_c = get_compile_time_arg_val(2);
    constexpr auto A_args = TensorAccessorArgs<3>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    constexpr auto C_args = TensorAccessorArgs<B_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    const auto C = TensorAccessor(C_args, C_addr);
    // axpy_chain.py:25  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 5;
        const uint32_t by = work / 5;
        // axpy_chain.py:30  T.copy(A[by * BM, bx * BN], a)
        cb_reserve_back(cb_a, 8);
        // axpy_chain.py:31  T.copy(B[by * BM, bx * BN], b)
        cb_reserve_back(cb_b, 8);
        // axpy_chain.py:32  T.copy(C[by * BM, bx * BN], c)
        cb_reserve_back(cb_c, 8);
        const uint32_t a_l1 = get_write_ptr(cb_a);  // axpy_chain.py:30
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page((by * 2 + r) * 20 + bx * 4 + c, A, a_l1 + (r * 4 + c) * 2048);
            }
        }
        const uint32_t b_l1 = get_write_ptr(cb_b);  // axpy_chain.py:31
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page((by * 2 + r) * 20 + bx * 4 + c, B, b_l1 + (r * 4 + c) * 2048);
            }
        }
        const uint32_t c_l1 = get_write_ptr(cb_c);  // axpy_chain.py:32
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page((by * 2 + r) * 20 + bx * 4 + c, C, c_l1 + (r * 4 + c) * 2048);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_a, 8);  // axpy_chain.py:30
        cb_push_back(cb_b, 8);  // axpy_chain.py:31
        cb_push_back(cb_c, 8);  // axpy_chain.py:32
    }
}
