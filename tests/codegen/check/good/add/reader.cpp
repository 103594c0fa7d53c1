// reader of add: DRAM -> circular buffers
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
    for (uint32_t work = start; work < start + count; ++work) {  // add.py:9
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        cb_reserve_back(cb_A_shared, 2);  // add.py:12
        const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, A_shared_l1 + j * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
        cb_reserve_back(cb_B_shared, 2);  // add.py:13
        const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, B, B_shared_l1 + j * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_B_shared, 2);
    }
}
