// reader of cast, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr auto X_args = TensorAccessorArgs<1>();
    const auto X = TensorAccessor(X_args, X_addr);
    // cast.py:24  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        // cast.py:29  T.copy(X[by * BM, bx * BN], x)
        cb_reserve_back(cb_x, 2);
        const uint32_t x_l1 = get_write_ptr(cb_x);
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_read_page(by * 8 + bx * 2 + c, X, x_l1 + c * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_x, 2);
    }
}
