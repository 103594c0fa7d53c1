// writer of linear_attention, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Out_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(0);
    constexpr auto Out_args = TensorAccessorArgs<1>();
    const auto Out = TensorAccessor(Out_args, Out_addr);
    // linear_attention.py:32  with T.Kernel(HEADS, BATCH) as (h, b):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t h = work % 2;
        const uint32_t b = work / 2;
        // linear_attention.py:42  for t in T.Pipelined(T.ceildiv(SEQUENCE, chunk), num_stages=nu...
        for (uint32_t t = 0; t < 4; ++t) {
            // linear_attention.py:55  T.copy(out, Out[b, t * chunk : (t + 1) * chunk, h, :])
            cb_wait_front(cb_Out_out, 4);
            const uint32_t Out_out_l1 = get_read_ptr(cb_Out_out);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (t * 2 + r < 7) {
                        noc_async_write_page(
                            ((b * 2 + h) * 7 + t * 2 + r) * 2 + c, Out,
                            Out_out_l1 + (r * 2 + c) * 2048);
                    }
                }
            }
            noc_async_writes_flushed();
            cb_pop_front(cb_Out_out, 4);
        }
    }
    // linear_attention.py:26  def linear_attention(
    noc_async_write_barrier();
}
