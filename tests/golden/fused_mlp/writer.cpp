// writer of fused_mlp, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(0);
    constexpr auto Y_args = TensorAccessorArgs<1>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    // fused_mlp.py:28  with T.Kernel(T.ceildiv(M, block_M)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // fused_mlp.py:44  T.copy(y, Y[by * block_M, 0])
        cb_wait_front(cb_Y_out, 3);
        const uint32_t Y_out_l1 = get_read_ptr(cb_Y_out);
        for (uint32_t c = 0; c < 3; ++c) {
            noc_async_write_page(work * 3 + c, Y, Y_out_l1 + c * 2048);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Y_out, 3);
    }
    // fused_mlp.py:22  def fused_mlp(
    noc_async_write_barrier();
}
