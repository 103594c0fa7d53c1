// writer of gemm: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t C_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(0);
    constexpr auto C_args = TensorAccessorArgs<1>();
    const auto C = TensorAccessor(C_args, C_addr);
    for (uint32_t work = start; work < start + count; ++work) {  // gemm.py:12
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        cb_wait_front(cb_C_local, 4);  // gemm.py:24
        const uint32_t C_local_l1 = get_read_ptr(cb_C_local);
        for (uint32_t i = 0; i < 2; ++i) {
            for (uint32_t j = 0; j < 2; ++j) {
                if (by * 2 + i < 7) {
                    noc_async_write_page((by * 2 + i) * 8 + bx * 2 + j, C, C_local_l1 + (i * 2 + j) * 2048);
                }
            }
        }
        noc_async_write_barrier();
        cb_pop_front(cb_C_local, 4);
    }
}
