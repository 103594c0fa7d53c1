// writer of gemm_pipelined, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t C_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(0);
    constexpr auto C_args = TensorAccessorArgs<1>();
    const auto C = TensorAccessor(C_args, C_addr);
    // gemm_pipelined.py:25  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx,...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t panel_row = work / 16 * 4;
        const uint32_t in_panel = work % 16;
        const uint32_t panel_height = 5 - panel_row < 4 ? 5 - panel_row : 4;
        const uint32_t by = panel_row + in_panel % panel_height;
        const uint32_t bx = in_panel / panel_height;
        // gemm_pipelined.py:34  T.copy(c, C[by * block_M, bx * block_N])
        cb_wait_front(cb_C_out, 4);
        const uint32_t C_out_l1 = get_read_ptr(cb_C_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + c < 7) {
                    noc_async_write_page(
                        (by * 2 + r) * 7 + bx * 2 + c, C, C_out_l1 + (r * 2 + c) * 2048);
                }
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_C_out, 4);
    }
    // gemm_pipelined.py:20  def gemm_pipelined(
    noc_async_write_barrier();
}
