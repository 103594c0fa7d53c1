// writer of conv2d, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Out_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(0);
    constexpr auto Out_args = TensorAccessorArgs<1>();
    const auto Out = TensorAccessor(Out_args, Out_addr);
    // conv2d.py:51  with T.Kernel(T.ceildiv(C_OUT, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // conv2d.py:60  T.copy(total, Out[by * block_M, bx * block_N])
        cb_wait_front(cb_Out_out, 4);
        const uint32_t Out_out_l1 = get_read_ptr(cb_Out_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + c < 3) {
                    noc_async_write_page(
                        (by * 2 + r) * 3 + bx * 2 + c, Out, Out_out_l1 + (r * 2 + c) * 2048);
                }
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Out_out, 4);
    }
    // conv2d.py:46  def conv2d(
    noc_async_write_barrier();
}
