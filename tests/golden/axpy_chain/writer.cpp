// writer of axpy_chain, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t D_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_D_out = get_compile_time_arg_val(0);
    constexpr auto D_args = TensorAccessorArgs<1>();
    const auto D = TensorAccessor(D_args, D_addr);
    // axpy_chain.py:25  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 5;
        const uint32_t by = work / 5;
        // axpy_chain.py:35  T.copy(d, D[by * BM, bx * BN])
        cb_wait_front(cb_D_out, 8);
        const uint32_t D_out_l1 = get_read_ptr(cb_D_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_write_page(
                    (by * 2 + r) * 20 + bx * 4 + c, D, D_out_l1 + (r * 4 + c) * 2048);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_D_out, 8);
    }
    // axpy_chain.py:19  def axpy_chain(
    noc_async_write_barrier();
}
