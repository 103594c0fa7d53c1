// writer of transpose, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t B_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_b = get_compile_time_arg_val(0);
    constexpr auto B_args = TensorAccessorArgs<1>();
    const auto B = TensorAccessor(B_args, B_addr);
    // transpose.py:16  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // transpose.py:21  T.copy(b, B[bx * BN, by * BM])
        cb_wait_front(cb_b, 6);
        const uint32_t b_l1 = get_read_ptr(cb_b);
        for (uint32_t r = 0; r < 3; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_write_page((bx * 3 + r) * 10 + by * 2 + c, B, b_l1 + (r * 2 + c) * 2048);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_b, 6);
    }
    // transpose.py:12  def transpose(
    noc_async_write_barrier();
}
