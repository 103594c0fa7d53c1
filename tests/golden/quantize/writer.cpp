// writer of quantize, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Q_addr = get_arg_val<uint32_t>(0);
    const uint32_t Scale_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_q = get_compile_time_arg_val(0);
    constexpr uint32_t cb_largest_out = get_compile_time_arg_val(1);
    constexpr auto Q_args = TensorAccessorArgs<2>();
    constexpr auto Scale_args = TensorAccessorArgs<Q_args.next_compile_time_args_offset()>();
    const auto Q = TensorAccessor(Q_args, Q_addr);
    const auto Scale = TensorAccessor(Scale_args, Scale_addr);
    // quantize.py:22  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // quantize.py:37  T.copy(q, Q[by * BM, 0])
        cb_wait_front(cb_q, 7);
        const uint32_t q_l1 = get_read_ptr(cb_q);
        for (uint32_t c = 0; c < 7; ++c) {
            noc_async_write_page(work * 7 + c, Q, q_l1 + c * 1024);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_q, 7);
        // quantize.py:38  T.copy(largest, Scale[by * BM])
        cb_wait_front(cb_largest_out, 1);
        const uint32_t largest_out_l1 = get_read_ptr(cb_largest_out);
        noc_async_write_page(work, Scale, largest_out_l1);
        noc_async_writes_flushed();
        cb_pop_front(cb_largest_out, 1);
    }
    // quantize.py:17  def quantize(
    noc_async_write_barrier();
}
