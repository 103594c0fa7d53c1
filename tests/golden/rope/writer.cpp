// writer of rope, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(0);
    constexpr uint32_t cb_Y_out_out = get_compile_time_arg_val(1);
    constexpr auto Y_args = TensorAccessorArgs<2>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    // rope.py:26  with T.Kernel(T.ceildiv(SEQUENCE, BS), HEADS, BATCH) as (bs, h, b):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bs = work % 2;
        const uint32_t h = work / 2 % 3;
        const uint32_t b = work / 2 / 3;
        // rope.py:37  T.copy(y, Y[b, bs * BS : (bs + 1) * BS, h, :])
        cb_wait_front(cb_Y_out, 2);
        const uint32_t Y_out_l1 = get_read_ptr(cb_Y_out);
        for (uint32_t r = 0; r < 2; ++r) {
            noc_async_write_page(((b * 3 + h) * 4 + bs * 2 + r) * 2, Y, Y_out_l1 + r * 2048);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Y_out, 2);
        cb_wait_front(cb_Y_out_out, 2);
        const uint32_t Y_out_out_l1 = get_read_ptr(cb_Y_out_out);
        for (uint32_t r = 0; r < 2; ++r) {
            noc_async_write_page(
                ((b * 3 + h) * 4 + bs * 2 + r) * 2 + 1, Y, Y_out_out_l1 + r * 2048);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Y_out_out, 2);
    }
    // rope.py:20  def rope(
    noc_async_write_barrier();
}
