// compute of reduce_rows, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/binary_max_min.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(2);
    constexpr uint32_t cb_total = get_compile_time_arg_val(3);
    constexpr uint32_t cb_largest = get_compile_time_arg_val(4);
    constexpr uint32_t cb_magnitude = get_compile_time_arg_val(5);
    constexpr uint32_t cb_x = get_compile_time_arg_val(6);
    constexpr uint32_t cb_inside = get_compile_time_arg_val(7);
    constexpr uint32_t cb_block = get_compile_time_arg_val(8);
    constexpr uint32_t cb_magnitude_out = get_compile_time_arg_val(9);
    constexpr uint32_t cb_largest_out = get_compile_time_arg_val(10);
    constexpr uint32_t cb_total_out = get_compile_time_arg_val(11);
    // reduce_rows.py:36  inside[i, j] = T.if_then_else(k * BN + j < N, x[i, j], -T.infinity("bfl...
    compute_kernel_hw_startup(cb_x, cb_total);
    // reduce_rows.py:24  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_max_rows_ones, 1);
    cb_wait_front(cb_sum_rows_ones, 1);
    cb_wait_front(cb_places, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // reduce_rows.py:30  T.clear(total)
        cb_reserve_back(cb_total, 1);
        tile_regs_acquire();
        fill_tile_init();
        fill_tile(0, 0.0f);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_total);
        pack_tile(0, cb_total);
        tile_regs_release();
        cb_push_back(cb_total, 1);
        // reduce_rows.py:31  T.fill(largest, -T.infinity("float32"))
        cb_reserve_back(cb_largest, 1);
        tile_regs_acquire();
        fill_tile_bitcast(0, 0xff800000u /* -inf */);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_largest);
        tile_regs_release();
        cb_push_back(cb_largest, 1);
        // reduce_rows.py:32  T.clear(magnitude)
        cb_reserve_back(cb_magnitude, 1);
        tile_regs_acquire();
        fill_tile(0, 0.0f);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_magnitude);
        tile_regs_release();
        cb_push_back(cb_magnitude, 1);
        // reduce_rows.py:33  for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
        for (uint32_t k = 0; k < 8; ++k) {
            // reduce_rows.py:36  inside[i, j] = T.if_then_else(k * BN + j < N, x[i, j], -T.infin...
            cb_wait_front(cb_x, 4);
            cb_reserve_back(cb_inside, 4);
            pack_reconfig_data_format(cb_inside);
            for (uint32_t col = 0; col < 4; col += 2) {
                tile_regs_acquire();
                reconfig_data_format_srca(cb_x);
                copy_init(cb_x);
                for (uint32_t t = 0; t < 2; ++t) {
                    copy_tile(cb_x, col + t, t);
                }
                reconfig_data_format_srca(cb_places);
                copy_init(cb_places);
                for (uint32_t c = 0; c < 2; ++c) {
                    const uint32_t d = 999 - k * 128 - (col + c) * 32;
                    if (int32_t(d) < 31) {
                        if (int32_t(d) < 0) {
                            fill_tile_init();
                            fill_tile_bitcast(c, 0xff800000u /* -inf */);
                        } else {
                            copy_tile(cb_places, 0, 2);
                            unary_ge_tile_init();
                            unary_ge_tile(2, float_bits(0 - d));
                            fill_tile_init();
                            fill_tile_bitcast(3, 0xff800000u /* -inf */);
                            where_tile_init();
                            where_tile<DataFormat::Float32>(2, c, 3, c);
                        }
                    }
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 2; ++t) {
                    pack_tile<true>(t, cb_inside, col + t);
                }
                tile_regs_release();
            }
            cb_push_back(cb_inside, 4);
            // reduce_rows.py:37  T.reduce_sum(x, total, dim=1, clear=False)
            cb_wait_front(cb_total, 1);
            cb_reserve_back(cb_total, 1);
            tile_regs_acquire();
            reconfig_data_format(cb_sum_rows_ones, cb_x);
            reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_x, cb_sum_rows_ones, cb_total);
            for (uint32_t k_2 = 0; k_2 < 4; ++k_2) {
                reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                    cb_x, cb_sum_rows_ones, k_2, 0, 0);
            }
            reduce_uninit(cb_x);
            reconfig_data_format_srca(cb_total);
            copy_init(cb_total);
            copy_tile(cb_total, 0, 1);
            add_binary_tile_init();
            add_binary_tile(1, 0, 1);
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_total);
            pack_tile<true>(1, cb_total, 0);
            tile_regs_release();
            cb_push_back(cb_total, 1);
            cb_pop_front(cb_total, 1);
            // reduce_rows.py:38  T.reduce_max(inside, largest, dim=1, clear=False)
            cb_wait_front(cb_largest, 1);
            cb_wait_front(cb_inside, 4);
            cb_reserve_back(cb_largest, 1);
            tile_regs_acquire();
            reconfig_data_format(cb_inside, cb_max_rows_ones);
            reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                cb_inside, cb_max_rows_ones, cb_largest);
            for (uint32_t k_2 = 0; k_2 < 4; ++k_2) {
                reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                    cb_inside, cb_max_rows_ones, k_2, 0, 0);
            }
            reduce_uninit(cb_inside);
            reconfig_data_format_srca(cb_largest);
            copy_init(cb_largest);
            copy_tile(cb_largest, 0, 1);
            binary_max_tile_init();
            binary_max_tile(1, 0, 1);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(1, cb_largest, 0);
            tile_regs_release();
            cb_push_back(cb_largest, 1);
            cb_pop_front(cb_largest, 1);
            cb_pop_front(cb_inside, 4);
            // reduce_rows.py:39  T.reduce_absmax(x, magnitude, dim=1, clear=False)
            cb_reserve_back(cb_block, 4);
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_x, t, t);
            }
            abs_tile_init();
            for (uint32_t t = 0; t < 4; ++t) {
                abs_tile(t);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_block);
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_block);
            }
            tile_regs_release();
            cb_push_back(cb_block, 4);
            cb_pop_front(cb_x, 4);
            cb_wait_front(cb_magnitude, 1);
            cb_wait_front(cb_block, 4);
            cb_reserve_back(cb_magnitude, 1);
            tile_regs_acquire();
            reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                cb_block, cb_max_rows_ones, cb_magnitude);
            for (uint32_t k_2 = 0; k_2 < 4; ++k_2) {
                reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                    cb_block, cb_max_rows_ones, k_2, 0, 0);
            }
            reduce_uninit(cb_block);
            reconfig_data_format_srca(cb_magnitude);
            copy_init(cb_magnitude);
            copy_tile(cb_magnitude, 0, 1);
            binary_max_tile_init();
            binary_max_tile(1, 0, 1);
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_magnitude);
            pack_tile<true>(1, cb_magnitude, 0);
            tile_regs_release();
            cb_push_back(cb_magnitude, 1);
            cb_pop_front(cb_magnitude, 1);
            cb_pop_front(cb_block, 4);
        }
        // reduce_rows.py:40  T.copy(total, Sum[by * BM])
        cb_wait_front(cb_magnitude, 1);
        cb_reserve_back(cb_magnitude_out, 1);
        tile_regs_acquire();
        copy_tile(cb_magnitude, 0, 0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_magnitude_out);
        tile_regs_release();
        cb_push_back(cb_magnitude_out, 1);
        cb_pop_front(cb_magnitude, 1);
        cb_wait_front(cb_largest, 1);
        cb_reserve_back(cb_largest_out, 1);
        tile_regs_acquire();
        copy_tile(cb_largest, 0, 0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_largest_out);
        tile_regs_release();
        cb_push_back(cb_largest_out, 1);
        cb_pop_front(cb_largest, 1);
        cb_wait_front(cb_total, 1);
        cb_reserve_back(cb_total_out, 1);
        tile_regs_acquire();
        copy_tile(cb_total, 0, 0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_total_out);
        tile_regs_release();
        cb_push_back(cb_total_out, 1);
        cb_pop_front(cb_total, 1);
    }
    cb_pop_front(cb_max_rows_ones, 1);  // reduce_rows.py:24
    cb_pop_front(cb_sum_rows_ones, 1);
    cb_pop_front(cb_places, 1);
}
