// compute of gated_residual, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t scale = get_arg_val<uint32_t>(0);
    const uint32_t count = get_arg_val<uint32_t>(1);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_g = get_compile_time_arg_val(1);
    constexpr uint32_t cb_u = get_compile_time_arg_val(2);
    constexpr uint32_t cb_keep = get_compile_time_arg_val(3);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(4);
    // gated_residual.py:39  update = gate * T.sigmoid(gate) * u[i, j]
    compute_kernel_hw_startup(cb_g, cb_Y_out);
    // gated_residual.py:27  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    copy_init(cb_x);
    for (uint32_t i = 0; i < count; ++i) {
        // gated_residual.py:41  T.copy(y, Y[by * BM, bx * BN])
        cb_wait_front(cb_x, 4);
        cb_wait_front(cb_g, 4);
        cb_wait_front(cb_u, 4);
        cb_wait_front(cb_keep, 4);
        cb_reserve_back(cb_Y_out, 4);
        for (uint32_t first = 0; first < 4; ++first) {
            tile_regs_acquire();
            // gated_residual.py:39  update = gate * T.sigmoid(gate) * u[i, j]
            copy_tile(cb_g, first, 0);
            copy_dest_values_init();
            copy_dest_values<DataFormat::Float32>(0, 1);
            sigmoid_tile_init();
            sigmoid_tile(1);
            mul_binary_tile_init();
            mul_binary_tile(0, 1, 0);
            copy_tile(cb_u, first, 1);
            mul_binary_tile(0, 1, 0);
            // gated_residual.py:40  y[i, j] = T.if_then_else(keep[i, j] > 0, x[i, j] + scale * u...
            copy_tile(cb_keep, first, 1);
            unary_gt_tile_init();
            unary_gt_tile(1, 0x00000000u /* 0.0 */);
            fill_tile_init();
            fill_tile_bitcast(2, scale);
            mul_binary_tile_init();
            mul_binary_tile(2, 0, 2);
            copy_tile(cb_x, first, 0);
            add_binary_tile_init();
            add_binary_tile(0, 2, 2);
            where_tile_init();
            where_tile<DataFormat::Float32>(1, 2, 0, 1);
            // gated_residual.py:41  T.copy(y, Y[by * BM, bx * BN])
            tile_regs_commit();
            tile_regs_wait();
            pack_tile(1, cb_Y_out);
            tile_regs_release();
        }
        cb_push_back(cb_Y_out, 4);
        cb_pop_front(cb_x, 4);
        cb_pop_front(cb_g, 4);
        cb_pop_front(cb_u, 4);
        cb_pop_front(cb_keep, 4);
    }
}
