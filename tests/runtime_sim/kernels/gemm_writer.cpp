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
        cb_wait_front(cb_C_local, 1);  // gemm.py:22
        noc_async_write_page(work, C, get_read_ptr(cb_C_local));
        noc_async_writes_flushed();
        cb_pop_front(cb_C_local, 1);
    }
    noc_async_write_barrier();
}
