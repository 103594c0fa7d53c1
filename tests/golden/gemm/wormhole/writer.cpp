// writer of gemm, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t C_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(0);
    constexpr auto C_args = TensorAccessorArgs<1>();
    const auto C = TensorAccessor(C_args, C_addr);
    // gemm.py:29  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), threads=128) as (b...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // gemm.py:40  T.copy(C_local, C[by * block_M, bx * block_N])
        cb_wait_front(cb_C_out, 16);
        const uint32_t C_out_l1 = get_read_ptr(cb_C_out);
        for (uint32_t r = 0; r < 4; ++r) {
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_write_page(
                    (by * 4 + r) * 32 + bx * 4 + c, C, C_out_l1 + (r * 4 + c) * 2048);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_C_out, 16);
    }
    // gemm.py:24  def gemm(
    noc_async_write_barrier();
}
