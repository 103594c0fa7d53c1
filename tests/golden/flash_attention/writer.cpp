// writer of flash_attention, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Out_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(0);
    constexpr auto Out_args = TensorAccessorArgs<1>();
    const auto Out = TensorAccessor(Out_args, Out_addr);
    // flash_attention.py:47  with T.Kernel(T.ceildiv(SEQUENCE, block_M), HEADS, BATCH) as (bx, h...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        const uint32_t h = work / 4 % 4;
        // flash_attention.py:92  T.copy(out, Out[b, bx * block_M : (bx + 1) * block_M, h, :])
        cb_wait_front(cb_Out_out, 4);
        const uint32_t Out_out_l1 = get_read_ptr(cb_Out_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + r < 7) {
                    noc_async_write_page(
                        (h * 7 + bx * 2 + r) * 2 + c, Out, Out_out_l1 + (r * 2 + c) * 2048);
                }
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Out_out, 4);
    }
    // flash_attention.py:41  def flash_attention(
    noc_async_write_barrier();
}
