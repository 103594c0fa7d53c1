// compute of axpy_chain, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/exp.h"
#include "api/compute/eltwise_unary/negative.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_c = get_compile_time_arg_val(2);
    constexpr uint32_t cb_D_out = get_compile_time_arg_val(3);
    // axpy_chain.py:34  d[i, j] = blend(a[i, j], b[i, j], c[i, j])
    compute_kernel_hw_startup(cb_a, cb_D_out);
    // axpy_chain.py:25  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    copy_init(cb_c);
    for (uint32_t i = 0; i < count; ++i) {
        // axpy_chain.py:35  T.copy(d, D[by * BM, bx * BN])
        cb_wait_front(cb_a, 8);
        cb_wait_front(cb_b, 8);
        cb_wait_front(cb_c, 8);
        cb_reserve_back(cb_D_out, 8);
        for (uint32_t first = 0; first < 8; first += 2) {
            tile_regs_acquire();
            // axpy_chain.py:34  d[i, j] = blend(a[i, j], b[i, j], c[i, j])
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_a, first + t, t);
            }
            binop_with_scalar_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                mul_unary_tile(t, 0x3f400000u /* 0.75 */);
            }
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_b, first + t, t + 2);
            }
            add_binary_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                add_binary_tile(t, t + 2, t);
            }
            sigmoid_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                sigmoid_tile(t);
            }
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_c, first + t, t + 2);
            }
            abs_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                abs_tile(t + 2);
            }
            negative_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                negative_tile(t + 2);
            }
            exp_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                exp_tile(t + 2);
            }
            mul_binary_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                mul_binary_tile(t, t + 2, t);
            }
            // axpy_chain.py:35  T.copy(d, D[by * BM, bx * BN])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile(t, cb_D_out);
            }
            tile_regs_release();
        }
        cb_push_back(cb_D_out, 8);
        cb_pop_front(cb_a, 8);
        cb_pop_front(cb_b, 8);
        cb_pop_front(cb_c, 8);
    }
}
