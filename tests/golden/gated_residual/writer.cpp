// writer of gated_residual, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Y_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(0);
    constexpr auto Y_args = TensorAccessorArgs<1>();
    const auto Y = TensorAccessor(Y_args, Y_addr);
    // gated_residual.py:27  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // gated_residual.py:41  T.copy(y, Y[by * BM, bx * BN])
        cb_wait_front(cb_Y_out, 4);
        const uint32_t Y_out_l1 = get_read_ptr(cb_Y_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_write_page(
                    (by * 2 + r) * 16 + bx * 2 + c, Y, Y_out_l1 + (r * 2 + c) * 2048);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Y_out, 4);
    }
    // gated_residual.py:19  def gated_residual(
    noc_async_write_barrier();
}
