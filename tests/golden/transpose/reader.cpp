// reader of transpose, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr auto A_args = TensorAccessorArgs<1>();
    const auto A = TensorAccessor(A_args, A_addr);
    // transpose.py:16  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // transpose.py:19  T.copy(A[by * BM, bx * BN], a)
        cb_reserve_back(cb_a, 6);
        const uint32_t a_l1 = get_write_ptr(cb_a);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 3; ++c) {
                noc_async_read_page((by * 2 + r) * 6 + bx * 3 + c, A, a_l1 + (r * 3 + c) * 2048);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_a, 6);
    }
}
