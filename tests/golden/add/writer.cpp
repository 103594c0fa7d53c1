// writer of add, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t C_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(0);
    constexpr auto C_args = TensorAccessorArgs<1>();
    const auto C = TensorAccessor(C_args, C_addr);
    // add.py:18  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), threads=128) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // add.py:26  T.copy(C_local, C[by * BM, bx * BN])
        cb_wait_front(cb_C_local, 4);
        const uint32_t C_local_l1 = get_read_ptr(cb_C_local);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_write_page(
                    (by * 2 + r) * 16 + bx * 2 + c, C, C_local_l1 + (r * 2 + c) * 2048);
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_C_local, 4);
    }
    // add.py:13  def add(
    noc_async_write_barrier();
}
