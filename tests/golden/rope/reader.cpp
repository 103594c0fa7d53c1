// reader of rope, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t Cos_addr = get_arg_val<uint32_t>(1);
    const uint32_t Sin_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_cos = get_compile_time_arg_val(1);
    constexpr uint32_t cb_sin = get_compile_time_arg_val(2);
    constexpr auto X_args = TensorAccessorArgs<3>();
    constexpr auto Cos_args = TensorAccessorArgs<X_args.next_compile_time_args_offset()>();
    constexpr auto Sin_args = TensorAccessorArgs<Cos_args.next_compile_time_args_offset()>();
    const auto X = TensorAccessor(X_args, X_addr);
    const auto Cos = TensorAccessor(Cos_args, Cos_addr);
    const auto Sin = TensorAccessor(Sin_args, Sin_addr);
    // rope.py:26  with T.Kernel(T.ceildiv(SEQUENCE, BS), HEADS, BATCH) as (bs, h, b):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bs = work % 2;
        const uint32_t h = work / 2 % 3;
        const uint32_t b = work / 2 / 3;
        // rope.py:31  T.copy(X[b, bs * BS : (bs + 1) * BS, h, :], x)
        cb_reserve_back(cb_x, 4);
        // rope.py:32  T.copy(Cos[bs * BS, 0], cos)
        cb_reserve_back(cb_cos, 2);
        // rope.py:33  T.copy(Sin[bs * BS, 0], sin)
        cb_reserve_back(cb_sin, 2);
        const uint32_t x_l1 = get_write_ptr(cb_x);  // rope.py:31
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page(
                    ((b * 3 + h) * 4 + bs * 2 + r) * 2 + c, X, x_l1 + (r * 2 + c) * 2048);
            }
        }
        const uint32_t cos_l1 = get_write_ptr(cb_cos);  // rope.py:32
        for (uint32_t r = 0; r < 2; ++r) {
            noc_async_read_page(bs * 2 + r, Cos, cos_l1 + r * 4096);
        }
        const uint32_t sin_l1 = get_write_ptr(cb_sin);  // rope.py:33
        for (uint32_t r = 0; r < 2; ++r) {
            noc_async_read_page(bs * 2 + r, Sin, sin_l1 + r * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_x, 4);  // rope.py:31
        cb_push_back(cb_cos, 2);  // rope.py:32
        cb_push_back(cb_sin, 2);  // rope.py:33
    }
}
