// compute of rope, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_cos = get_compile_time_arg_val(1);
    constexpr uint32_t cb_sin = get_compile_time_arg_val(2);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(3);
    constexpr uint32_t cb_Y_out_out = get_compile_time_arg_val(4);
    // rope.py:35  y[i, j] = x[i, j] * cos[i, j] - x[i, HALF + j] * sin[i, j]
    compute_kernel_hw_startup(cb_x, cb_Y_out);
    // rope.py:26  with T.Kernel(T.ceildiv(SEQUENCE, BS), HEADS, BATCH) as (bs, h, b):
    for (uint32_t i = 0; i < count; ++i) {
        // rope.py:35  y[i, j] = x[i, j] * cos[i, j] - x[i, HALF + j] * sin[i, j]
        cb_wait_front(cb_x, 4);
        cb_wait_front(cb_cos, 2);
        cb_wait_front(cb_sin, 2);
        cb_reserve_back(cb_Y_out, 2);
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, row * 2, 0);
            reconfig_data_format_srca(cb_cos);
            copy_init(cb_cos);
            copy_tile(cb_cos, row, 1);
            mul_binary_tile_init();
            mul_binary_tile(0, 1, 0);
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, row * 2 + 1, 1);
            reconfig_data_format_srca(cb_sin);
            copy_init(cb_sin);
            copy_tile(cb_sin, row, 2);
            mul_binary_tile(1, 2, 1);
            sub_binary_tile_init();
            sub_binary_tile(0, 1, 0);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_Y_out, row);
            tile_regs_release();
        }
        cb_push_back(cb_Y_out, 2);
        // rope.py:36  y[i, HALF + j] = x[i, HALF + j] * cos[i, j] + x[i, j] * sin[i, j]
        cb_reserve_back(cb_Y_out_out, 2);
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, row * 2 + 1, 0);
            reconfig_data_format_srca(cb_cos);
            copy_init(cb_cos);
            copy_tile(cb_cos, row, 1);
            mul_binary_tile_init();
            mul_binary_tile(0, 1, 0);
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, row * 2, 1);
            reconfig_data_format_srca(cb_sin);
            copy_init(cb_sin);
            copy_tile(cb_sin, row, 2);
            mul_binary_tile(1, 2, 1);
            add_binary_tile_init();
            add_binary_tile(0, 1, 0);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_Y_out_out, row);
            tile_regs_release();
        }
        cb_push_back(cb_Y_out_out, 2);
        cb_pop_front(cb_x, 4);
        cb_pop_front(cb_cos, 2);
        cb_pop_front(cb_sin, 2);
    }
}
