// compute of hadamard, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/rounding.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places2 = get_compile_time_arg_val(1);
    constexpr uint32_t cb_block = get_compile_time_arg_val(2);
    constexpr uint32_t cb_block2 = get_compile_time_arg_val(3);
    constexpr uint32_t cb_block3 = get_compile_time_arg_val(4);
    constexpr uint32_t cb_block4 = get_compile_time_arg_val(5);
    constexpr uint32_t cb_block5 = get_compile_time_arg_val(6);
    constexpr uint32_t cb_block6 = get_compile_time_arg_val(7);
    constexpr uint32_t cb_h = get_compile_time_arg_val(8);
    constexpr uint32_t cb_y = get_compile_time_arg_val(9);
    constexpr uint32_t cb_x = get_compile_time_arg_val(10);
    constexpr uint32_t cb_part = get_compile_time_arg_val(11);
    constexpr uint32_t cb_z = get_compile_time_arg_val(12);
    constexpr uint32_t cb_y2 = get_compile_time_arg_val(13);
    constexpr uint32_t cb_z2 = get_compile_time_arg_val(14);
    constexpr uint32_t cb_z3 = get_compile_time_arg_val(15);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(16);
    // hadamard.py:47  h[i, j] = sign(i, j)
    compute_kernel_hw_startup(cb_places, cb_block);
    // hadamard.py:40  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_places, 1);
    cb_wait_front(cb_places2, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // hadamard.py:47  h[i, j] = sign(i, j)
        cb_reserve_back(cb_block, 1);
        cb_reserve_back(cb_block2, 1);
        tile_regs_acquire();
        reconfig_data_format_srca(cb_places);
        copy_init(cb_places);
        copy_tile(cb_places, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3f800000u /* 1.0 */);
        rounding_op_tile_init();
        floor_tile(0);
        copy_tile(cb_places, 0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x3f000000u /* 0.5 */);
        rounding_op_tile_init();
        floor_tile(1);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(1, 2);
        binop_with_scalar_tile_init();
        mul_unary_tile(2, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(0, 2, 0);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_block);
        pack_tile<true>(1, cb_block, 0);
        pack_tile<true>(0, cb_block2, 0);
        tile_regs_release();
        cb_push_back(cb_block, 1);
        cb_push_back(cb_block2, 1);
        cb_wait_front(cb_block, 1);
        cb_reserve_back(cb_block3, 1);
        cb_reserve_back(cb_block4, 1);
        tile_regs_acquire();
        copy_tile(cb_places, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3e800000u /* 0.25 */);
        rounding_op_tile_init();
        floor_tile(0);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block, 0, 2);
        sub_binary_tile_init();
        sub_binary_tile(2, 1, 2);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_block3, 0);
        pack_tile<true>(2, cb_block4, 0);
        tile_regs_release();
        cb_push_back(cb_block3, 1);
        cb_push_back(cb_block4, 1);
        cb_pop_front(cb_block, 1);
        cb_wait_front(cb_block3, 1);
        cb_reserve_back(cb_block, 1);
        cb_reserve_back(cb_block5, 1);
        tile_regs_acquire();
        copy_tile(cb_places, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3e000000u /* 0.125 */);
        rounding_op_tile_init();
        floor_tile(0);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block3, 0, 2);
        sub_binary_tile_init();
        sub_binary_tile(2, 1, 2);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_block, 0);
        pack_tile<true>(2, cb_block5, 0);
        tile_regs_release();
        cb_push_back(cb_block, 1);
        cb_push_back(cb_block5, 1);
        cb_pop_front(cb_block3, 1);
        cb_wait_front(cb_block, 1);
        cb_reserve_back(cb_block3, 1);
        cb_reserve_back(cb_block6, 1);
        tile_regs_acquire();
        copy_tile(cb_places, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3d800000u /* 0.0625 */);
        rounding_op_tile_init();
        floor_tile(0);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block, 0, 2);
        sub_binary_tile_init();
        sub_binary_tile(2, 1, 2);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_block3, 0);
        pack_tile<true>(2, cb_block6, 0);
        tile_regs_release();
        cb_push_back(cb_block3, 1);
        cb_push_back(cb_block6, 1);
        cb_pop_front(cb_block, 1);
        cb_wait_front(cb_block2, 1);
        cb_wait_front(cb_block4, 1);
        cb_wait_front(cb_block5, 1);
        cb_wait_front(cb_block3, 1);
        cb_wait_front(cb_block6, 1);
        cb_reserve_back(cb_h, 1);
        tile_regs_acquire();
        copy_tile(cb_places2, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3f800000u /* 1.0 */);
        rounding_op_tile_init();
        floor_tile(0);
        copy_tile(cb_places2, 0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x3f000000u /* 0.5 */);
        rounding_op_tile_init();
        floor_tile(1);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(1, 2);
        binop_with_scalar_tile_init();
        mul_unary_tile(2, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(0, 2, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x40000000u /* 2.0 */);
        copy_tile(cb_block2, 0, 2);
        mul_binary_tile_init();
        mul_binary_tile(0, 2, 0);
        binop_with_scalar_tile_init();
        rsub_unary_tile(0, 0x3f800000u /* 1.0 */);
        copy_tile(cb_places2, 0, 2);
        mul_unary_tile(2, 0x3e800000u /* 0.25 */);
        rounding_op_tile_init();
        floor_tile(2);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(2, 3);
        binop_with_scalar_tile_init();
        mul_unary_tile(3, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(1, 3, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block4, 0, 3);
        mul_binary_tile_init();
        mul_binary_tile(1, 3, 1);
        binop_with_scalar_tile_init();
        rsub_unary_tile(1, 0x3f800000u /* 1.0 */);
        mul_binary_tile_init();
        mul_binary_tile(0, 1, 0);
        copy_tile(cb_places2, 0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x3e000000u /* 0.125 */);
        rounding_op_tile_init();
        floor_tile(1);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(1, 3);
        binop_with_scalar_tile_init();
        mul_unary_tile(3, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(2, 3, 2);
        binop_with_scalar_tile_init();
        mul_unary_tile(2, 0x40000000u /* 2.0 */);
        copy_tile(cb_block5, 0, 3);
        mul_binary_tile_init();
        mul_binary_tile(2, 3, 2);
        binop_with_scalar_tile_init();
        rsub_unary_tile(2, 0x3f800000u /* 1.0 */);
        mul_binary_tile_init();
        mul_binary_tile(0, 2, 0);
        copy_tile(cb_places2, 0, 2);
        binop_with_scalar_tile_init();
        mul_unary_tile(2, 0x3d800000u /* 0.0625 */);
        rounding_op_tile_init();
        floor_tile(2);
        copy_dest_values_init();
        copy_dest_values<DataFormat::Float32>(2, 3);
        binop_with_scalar_tile_init();
        mul_unary_tile(3, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(1, 3, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block6, 0, 3);
        mul_binary_tile_init();
        mul_binary_tile(1, 3, 1);
        binop_with_scalar_tile_init();
        rsub_unary_tile(1, 0x3f800000u /* 1.0 */);
        mul_binary_tile_init();
        mul_binary_tile(0, 1, 0);
        copy_tile(cb_places2, 0, 1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x3d000000u /* 0.03125 */);
        rounding_op_tile_init();
        floor_tile(1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        sub_binary_tile_init();
        sub_binary_tile(2, 1, 2);
        binop_with_scalar_tile_init();
        mul_unary_tile(2, 0x40000000u /* 2.0 */);
        copy_tile(cb_places, 0, 1);
        mul_unary_tile(1, 0x3d000000u /* 0.03125 */);
        rounding_op_tile_init();
        floor_tile(1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x40000000u /* 2.0 */);
        copy_tile(cb_block3, 0, 3);
        sub_binary_tile_init();
        sub_binary_tile(3, 1, 3);
        mul_binary_tile_init();
        mul_binary_tile(2, 3, 2);
        binop_with_scalar_tile_init();
        rsub_unary_tile(2, 0x3f800000u /* 1.0 */);
        mul_binary_tile_init();
        mul_binary_tile(0, 2, 0);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_h);
        pack_tile<true>(0, cb_h, 0);
        tile_regs_release();
        cb_push_back(cb_h, 1);
        cb_pop_front(cb_block2, 1);
        cb_pop_front(cb_block4, 1);
        cb_pop_front(cb_block5, 1);
        cb_pop_front(cb_block3, 1);
        cb_pop_front(cb_block6, 1);
        // hadamard.py:48  for t in T.Pipelined(TILES, num_stages=2):
        cb_reserve_back(cb_y, 8);
        pack_reconfig_data_format(cb_y);
        fill_tile_init();
        for (uint32_t first = 0; first < 8; first += 4) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                fill_tile(t, 0.0f);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_y);
            }
            tile_regs_release();
        }
        cb_push_back(cb_y, 8);
        cb_wait_front(cb_h, 1);
        for (uint32_t t = 0; t < 8; ++t) {
            // hadamard.py:50  T.gemm(x, h, part, clear_accum=True)
            cb_wait_front(cb_x, 1);
            cb_reserve_back(cb_part, 1);
            tile_regs_acquire();
            reconfig_data_format<SrcOrder::Reverse>(cb_x, cb_h);
            matmul_block_init(cb_x, cb_h, 0, 1, 1, 1);
            matmul_block(cb_x, cb_h, 0, 0, 0, 0, 1, 1, 1);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_part, 0);
            tile_regs_release();
            cb_push_back(cb_part, 1);
            cb_pop_front(cb_x, 1);
            // hadamard.py:51  T.copy(part, y[0:BM, t * 32 : (t + 1) * 32])
            cb_wait_front(cb_y, 8);
            cb_wait_front(cb_part, 1);
            cb_reserve_back(cb_y, 8);
            reconfig_data_format_srca(cb_y);
            copy_init(cb_y);
            for (uint32_t col = 0; col < 2; ++col) {
                tile_regs_acquire();
                for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                    copy_tile(cb_y, col * 4 + t_2, t_2);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                    pack_tile<true>(t_2, cb_y, col * 4 + t_2);
                }
                tile_regs_release();
            }
            tile_regs_acquire();
            copy_tile(cb_part, 0, 0);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_y, t);
            tile_regs_release();
            cb_push_back(cb_y, 8);
            cb_pop_front(cb_y, 8);
            cb_pop_front(cb_part, 1);
        }
        cb_pop_front(cb_h, 1);  // hadamard.py:48
        // hadamard.py:52  for _ in T.serial(STEPS):
        cb_reserve_back(cb_z, 8);
        for (uint32_t first = 0; first < 8; first += 4) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                fill_tile(t, 0.0f);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_z);
            }
            tile_regs_release();
        }
        cb_push_back(cb_z, 8);
        cb_wait_front(cb_y, 8);
        cb_reserve_back(cb_y2, 8);
        for (uint32_t first = 0; first < 8; first += 4) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_y, first + t, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_y2);
            }
            tile_regs_release();
        }
        cb_push_back(cb_y2, 8);
        cb_pop_front(cb_y, 8);
        for (uint32_t j = 0; j < 3; ++j) {
            // hadamard.py:53  for t in T.serial(TILES // 2):
            cb_wait_front(cb_z, 8);
            cb_reserve_back(cb_z2, 8);
            for (uint32_t first = 0; first < 8; first += 4) {
                tile_regs_acquire();
                for (uint32_t t = 0; t < 4; ++t) {
                    copy_tile(cb_z, first + t, t);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 4; ++t) {
                    pack_tile(t, cb_z2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_z2, 8);
            cb_pop_front(cb_z, 8);
            cb_wait_front(cb_y2, 8);
            for (uint32_t t = 0; t < 4; ++t) {
                // hadamard.py:55  z[i, t * 32 + j] = y[i, 2 * t * 32 + j] + y[i, (2 * t + 1) * 3...
                cb_reserve_back(cb_block, 1);
                tile_regs_acquire();
                copy_tile(cb_y2, t * 2, 0);
                copy_tile(cb_y2, t * 2 + 1, 1);
                add_binary_tile_init();
                add_binary_tile(0, 1, 0);
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(0, cb_block, 0);
                tile_regs_release();
                cb_push_back(cb_block, 1);
                cb_wait_front(cb_z2, 8);
                cb_wait_front(cb_block, 1);
                cb_reserve_back(cb_z3, 8);
                for (uint32_t col = 0; col < 2; ++col) {
                    tile_regs_acquire();
                    for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                        copy_tile(cb_z2, col * 4 + t_2, t_2);
                    }
                    tile_regs_commit();
                    tile_regs_wait();
                    for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                        pack_tile<true>(t_2, cb_z3, col * 4 + t_2);
                    }
                    tile_regs_release();
                }
                tile_regs_acquire();
                copy_tile(cb_block, 0, 0);
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(0, cb_z3, t);
                tile_regs_release();
                cb_push_back(cb_z3, 8);
                cb_pop_front(cb_z2, 8);
                cb_pop_front(cb_block, 1);
                // hadamard.py:58  y[i, 2 * t * 32 + j] - y[i, (2 * t + 1) * 32 + j]
                cb_reserve_back(cb_block, 1);
                tile_regs_acquire();
                copy_tile(cb_y2, t * 2, 0);
                copy_tile(cb_y2, t * 2 + 1, 1);
                sub_binary_tile_init();
                sub_binary_tile(0, 1, 0);
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(0, cb_block, 0);
                tile_regs_release();
                cb_push_back(cb_block, 1);
                // hadamard.py:57  z[i, (t + TILES // 2) * 32 + j] = (
                cb_wait_front(cb_z3, 8);
                cb_wait_front(cb_block, 1);
                cb_reserve_back(cb_z2, 8);
                for (uint32_t col = 0; col < 2; ++col) {
                    tile_regs_acquire();
                    for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                        copy_tile(cb_z3, col * 4 + t_2, t_2);
                    }
                    tile_regs_commit();
                    tile_regs_wait();
                    for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                        pack_tile<true>(t_2, cb_z2, col * 4 + t_2);
                    }
                    tile_regs_release();
                }
                tile_regs_acquire();
                copy_tile(cb_block, 0, 0);
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(0, cb_z2, t + 4);
                tile_regs_release();
                cb_push_back(cb_z2, 8);
                cb_pop_front(cb_z3, 8);
                cb_pop_front(cb_block, 1);
            }
            cb_pop_front(cb_y2, 8);  // hadamard.py:53
            // hadamard.py:52  for _ in T.serial(STEPS):
            cb_wait_front(cb_z2, 8);
            cb_reserve_back(cb_z, 8);
            for (uint32_t first = 0; first < 8; first += 4) {
                tile_regs_acquire();
                for (uint32_t t = 0; t < 4; ++t) {
                    copy_tile(cb_z2, first + t, t);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 4; ++t) {
                    pack_tile(t, cb_z);
                }
                tile_regs_release();
            }
            cb_push_back(cb_z, 8);
            cb_reserve_back(cb_y2, 8);
            for (uint32_t first = 0; first < 8; first += 4) {
                tile_regs_acquire();
                for (uint32_t t = 0; t < 4; ++t) {
                    copy_tile(cb_z2, first + t, t);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 4; ++t) {
                    pack_tile(t, cb_y2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_y2, 8);
            cb_pop_front(cb_z2, 8);
        }
        // hadamard.py:63  T.copy(y, Y[by * BM, 0])
        cb_wait_front(cb_z, 8);
        cb_wait_front(cb_y2, 8);
        cb_reserve_back(cb_Y_out, 8);
        pack_reconfig_data_format(cb_Y_out);
        binop_with_scalar_tile_init();
        for (uint32_t first = 0; first < 8; first += 4) {
            tile_regs_acquire();
            // hadamard.py:62  y[i, j] = y[i, j] * (1 / sqrt(N))
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_y2, first + t, t);
            }
            for (uint32_t t = 0; t < 4; ++t) {
                mul_unary_tile(t, 0x3d800000u /* 0.0625 */);
            }
            // hadamard.py:63  T.copy(y, Y[by * BM, 0])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_Y_out);
            }
            tile_regs_release();
        }
        cb_push_back(cb_Y_out, 8);
        cb_pop_front(cb_z, 8);
        cb_pop_front(cb_y2, 8);
    }
    cb_pop_front(cb_places, 1);  // hadamard.py:40
    cb_pop_front(cb_places2, 1);
}
