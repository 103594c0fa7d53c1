// writer of reduce_rows, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Sum_addr = get_arg_val<uint32_t>(0);
    const uint32_t Max_addr = get_arg_val<uint32_t>(1);
    const uint32_t AbsMax_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_magnitude_out = get_compile_time_arg_val(0);
    constexpr uint32_t cb_largest_out = get_compile_time_arg_val(1);
    constexpr uint32_t cb_total_out = get_compile_time_arg_val(2);
    constexpr auto Sum_args = TensorAccessorArgs<3>();
    constexpr auto Max_args = TensorAccessorArgs<Sum_args.next_compile_time_args_offset()>();
    constexpr auto AbsMax_args = TensorAccessorArgs<Max_args.next_compile_time_args_offset()>();
    const auto Sum = TensorAccessor(Sum_args, Sum_addr);
    const auto Max = TensorAccessor(Max_args, Max_addr);
    const auto AbsMax = TensorAccessor(AbsMax_args, AbsMax_addr);
    // reduce_rows.py:24  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // reduce_rows.py:40  T.copy(total, Sum[by * BM])
        cb_wait_front(cb_total_out, 1);
        const uint32_t total_out_l1 = get_read_ptr(cb_total_out);
        noc_async_write_page(work, Sum, total_out_l1);
        noc_async_writes_flushed();
        cb_pop_front(cb_total_out, 1);
        // reduce_rows.py:41  T.copy(largest, Max[by * BM])
        cb_wait_front(cb_largest_out, 1);
        const uint32_t largest_out_l1 = get_read_ptr(cb_largest_out);
        noc_async_write_page(work, Max, largest_out_l1);
        noc_async_writes_flushed();
        cb_pop_front(cb_largest_out, 1);
        // reduce_rows.py:42  T.copy(magnitude, AbsMax[by * BM])
        cb_wait_front(cb_magnitude_out, 1);
        const uint32_t magnitude_out_l1 = get_read_ptr(cb_magnitude_out);
        noc_async_write_page(work, AbsMax, magnitude_out_l1);
        noc_async_writes_flushed();
        cb_pop_front(cb_magnitude_out, 1);
    }
    // reduce_rows.py:18  def reduce_rows(
    noc_async_write_barrier();
}
