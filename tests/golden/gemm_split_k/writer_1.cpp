// writer of gemm_split_k_1, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t C_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(0);
    constexpr auto C_args = TensorAccessorArgs<1>();
    const auto C = TensorAccessor(C_args, C_addr);
    // gemm_split_k.py:38  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // gemm_split_k.py:46  T.copy(total, C[by * block_M, bx * block_N])
        cb_wait_front(cb_C_out, 4);
        const uint32_t C_out_l1 = get_read_ptr(cb_C_out);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + c < 3) {
                    noc_async_write_page(
                        (by * 2 + r) * 3 + bx * 2 + c, C, C_out_l1 + (r * 2 + c) * 2048);
                }
            }
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_C_out, 4);
    }
    // gemm_split_k.py:21  def gemm_split_k(
    noc_async_write_barrier();
}
