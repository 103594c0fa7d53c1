// writer of reduce_columns, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Mean_addr = get_arg_val<uint32_t>(0);
    const uint32_t Deviation_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_Mean_out = get_compile_time_arg_val(0);
    constexpr uint32_t cb_deviation_out = get_compile_time_arg_val(1);
    constexpr auto Mean_args = TensorAccessorArgs<2>();
    constexpr auto Deviation_args = TensorAccessorArgs<Mean_args.next_compile_time_args_offset()>();
    const auto Mean = TensorAccessor(Mean_args, Mean_addr);
    const auto Deviation = TensorAccessor(Deviation_args, Deviation_addr);
    // reduce_columns.py:22  with T.Kernel(T.ceildiv(N, BN)) as bx:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // reduce_columns.py:44  T.copy(mean, Mean[bx * BN])
        cb_wait_front(cb_Mean_out, 2);
        const uint32_t Mean_out_l1 = get_read_ptr(cb_Mean_out);
        for (uint32_t c = 0; c < 2; ++c) {
            if (work * 2 + c < 7) {
                noc_async_write_page(work * 2 + c, Mean, Mean_out_l1 + c * 4096);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_Mean_out, 2);
        // reduce_columns.py:45  T.copy(deviation, Deviation[bx * BN])
        cb_wait_front(cb_deviation_out, 2);
        const uint32_t deviation_out_l1 = get_read_ptr(cb_deviation_out);
        for (uint32_t c = 0; c < 2; ++c) {
            if (work * 2 + c < 7) {
                noc_async_write_page(work * 2 + c, Deviation, deviation_out_l1 + c * 4096);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_deviation_out, 2);
    }
    // reduce_columns.py:17  def reduce_columns(
    noc_async_write_barrier();
}
