// writer of head_rmsnorm, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(0);
    constexpr auto Y_args = TensorAccessorArgs<1>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    // head_rmsnorm.py:25  with T.Kernel(T.ceildiv(TOKENS, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // head_rmsnorm.py:39  T.copy(T.view(y, (BM, HEADS * WIDTH)), Y[by * BM, 0])
        cb_wait_front(cb_Y_out, 8);
        const uint32_t Y_out_l1 = get_read_ptr(cb_Y_out);
        for (uint32_t c = 0; c < 8; ++c) {
            noc_async_write_page(work * 8 + c, Y, Y_out_l1 + c * 2048);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Y_out, 8);
    }
    // head_rmsnorm.py:20  def head_rmsnorm(
    noc_async_write_barrier();
}
