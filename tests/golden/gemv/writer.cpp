// writer of gemv, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_y_out = get_compile_time_arg_val(0);
    constexpr auto Y_args = TensorAccessorArgs<1>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    // gemv.py:22  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // gemv.py:34  T.copy(y, Y[by * BM])
        cb_wait_front(cb_y_out, 2);
        const uint32_t y_out_l1 = get_read_ptr(cb_y_out);
        for (uint32_t r = 0; r < 2; ++r) {
            noc_async_write_page(work * 2 + r, Y, y_out_l1 + r * 4096);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_y_out, 2);
    }
    // gemv.py:17  def gemv(
    noc_async_write_barrier();
}
