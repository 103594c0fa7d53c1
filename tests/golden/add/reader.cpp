// reader of add, emitted by ttc: DRAM -> circular buffers
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
    // add.py:18  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), threads=128) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // add.py:22  T.copy(A[by * BM, bx * BN], A_shared)
        cb_reserve_back(cb_A_shared, 4);
        // add.py:23  T.copy(B[by * BM, bx * BN], B_shared)
        cb_reserve_back(cb_B_shared, 4);
        const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);  // add.py:22
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page(
                    (by * 2 + r) * 16 + bx * 2 + c, A, A_shared_l1 + (r * 2 + c) * 2048);
            }
        }
        const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);  // add.py:23
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page(
                    (by * 2 + r) * 16 + bx * 2 + c, B, B_shared_l1 + (r * 2 + c) * 2048);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 4);  // add.py:22
        cb_push_back(cb_B_shared, 4);  // add.py:23
    }
}
