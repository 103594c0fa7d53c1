// compute of cast, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/rounding.h"
#include "api/compute/eltwise_unary/typecast.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_block = get_compile_time_arg_val(1);
    constexpr uint32_t cb_half = get_compile_time_arg_val(2);
    constexpr uint32_t cb_whole = get_compile_time_arg_val(3);
    // cast.py:32  block[i, j] = x[i, j]
    compute_kernel_hw_startup(cb_x, cb_block);
    // cast.py:24  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    copy_init(cb_x);
    for (uint32_t i = 0; i < count; ++i) {
        // cast.py:32  block[i, j] = x[i, j]
        cb_wait_front(cb_x, 2);
        cb_reserve_back(cb_block, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_x, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_block);
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_block);
        }
        tile_regs_release();
        cb_push_back(cb_block, 2);
        // cast.py:31  half[i, j] = x[i, j]
        cb_reserve_back(cb_half, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_x, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_half);
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_half);
        }
        tile_regs_release();
        cb_push_back(cb_half, 2);
        // cast.py:34  whole[i, j] = T.cast(T.round(x[i, j] * 64.0), "int32")
        cb_reserve_back(cb_whole, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_x, t, t);
        }
        binop_with_scalar_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            mul_unary_tile(t, 0x42800000u /* 64.0 */);
        }
        rounding_op_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            round_tile(t, 0);
        }
        typecast_tile_init<(uint32_t)DataFormat::Float32, (uint32_t)DataFormat::Int32>();
        for (uint32_t t = 0; t < 2; ++t) {
            typecast_tile<(uint32_t)DataFormat::Float32, (uint32_t)DataFormat::Int32>(t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_whole);
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_whole);
        }
        tile_regs_release();
        cb_push_back(cb_whole, 2);
        cb_pop_front(cb_x, 2);
    }
}
