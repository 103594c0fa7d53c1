// reader of gated_residual, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t G_addr = get_arg_val<uint32_t>(1);
    const uint32_t U_addr = get_arg_val<uint32_t>(2);
    const uint32_t K_addr = get_arg_val<uint32_t>(3);
    const uint32_t start = get_arg_val<uint32_t>(4);
    const uint32_t count = get_arg_val<uint32_t>(5);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_g = get_compile_time_arg_val(1);
    constexpr uint32_t cb_u = get_compile_time_arg_val(2);
    constexpr uint32_t cb_keep = get_compile_time_arg_val(3);
    constexpr auto X_args = TensorAccessorArgs<4>();
    constexpr auto G_args = TensorAccessorArgs<X_args.next_compile_time_args_offset()>();
    constexpr auto U_args = TensorAccessorArgs<G_args.next_compile_time_args_offset()>();
    constexpr auto K_args = TensorAccessorArgs<U_args.next_compile_time_args_offset()>();
    const auto X = TensorAccessor(X_args, X_addr);
    const auto G = TensorAccessor(G_args, G_addr);
    const auto U = TensorAccessor(U_args, U_addr);
    const auto K = TensorAccessor(K_args, K_addr);
    // gated_residual.py:27  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 8;
        const uint32_t by = work / 8;
        // gated_residual.py:33  T.copy(X[by * BM, bx * BN], x)
        cb_reserve_back(cb_x, 4);
        // gated_residual.py:34  T.copy(G[by * BM, bx * BN], g)
        cb_reserve_back(cb_g, 4);
        // gated_residual.py:35  T.copy(U[by * BM, bx * BN], u)
        cb_reserve_back(cb_u, 4);
        // gated_residual.py:36  T.copy(K[by * BM, bx * BN], keep)
        cb_reserve_back(cb_keep, 4);
        const uint32_t x_l1 = get_write_ptr(cb_x);  // gated_residual.py:33
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page((by * 2 + r) * 16 + bx * 2 + c, X, x_l1 + (r * 2 + c) * 2048);
            }
        }
        const uint32_t g_l1 = get_write_ptr(cb_g);  // gated_residual.py:34
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page((by * 2 + r) * 16 + bx * 2 + c, G, g_l1 + (r * 2 + c) * 2048);
            }
        }
        const uint32_t u_l1 = get_write_ptr(cb_u);  // gated_residual.py:35
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page((by * 2 + r) * 16 + bx * 2 + c, U, u_l1 + (r * 2 + c) * 2048);
            }
        }
        const uint32_t keep_l1 = get_write_ptr(cb_keep);  // gated_residual.py:36
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                noc_async_read_page(
                    (by * 2 + r) * 16 + bx * 2 + c, K, keep_l1 + (r * 2 + c) * 2048);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_x, 4);  // gated_residual.py:33
        cb_push_back(cb_g, 4);  // gated_residual.py:34
        cb_push_back(cb_u, 4);  // gated_residual.py:35
        cb_push_back(cb_keep, 4);  // gated_residual.py:36
    }
}
