// writer of softmax: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "api/dataflow/noc.h"
#include "api/dataflow/dataflow_buffer.h"
#include "api/tensor/noc_traits.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Y = get_compile_time_arg_val(0);
    constexpr auto Y_args = TensorAccessorArgs<1>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    Noc noc;
    DataflowBuffer out(cb_Y);
    for (uint32_t page = start * 4; page < (start + count) * 4; ++page) {  // softmax.py:14
        out.wait_front(1);
        noc.async_write(out, Y, get_tile_size(cb_Y), {.offset_bytes = 0}, {.page_id = page});
        noc.async_writes_flushed();
        out.pop_front(1);
    }
    noc.async_write_barrier();
}
