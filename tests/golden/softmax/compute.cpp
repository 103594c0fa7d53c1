// compute of softmax, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/exp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/recip.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(3);
    constexpr uint32_t cb_x2 = get_compile_time_arg_val(4);
    constexpr uint32_t cb_largest = get_compile_time_arg_val(5);
    constexpr uint32_t cb_e = get_compile_time_arg_val(6);
    constexpr uint32_t cb_e2 = get_compile_time_arg_val(7);
    constexpr uint32_t cb_total = get_compile_time_arg_val(8);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(9);
    // softmax.py:27  T.reduce_max(x, largest, dim=1)
    compute_kernel_hw_startup(cb_x, cb_x2);
    // softmax.py:21  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_sum_rows_ones, 1);
    cb_wait_front(cb_max_rows_ones, 1);
    cb_wait_front(cb_places, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // softmax.py:27  T.reduce_max(x, largest, dim=1)
        cb_wait_front(cb_x, 16);
        cb_reserve_back(cb_x2, 16);
        pack_reconfig_data_format(cb_x2);
        for (uint32_t col = 0; col < 16; col += 2) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_x, col + t, t);
            }
            reconfig_data_format_srca(cb_places);
            copy_init(cb_places);
            for (uint32_t c = 0; c < 2; ++c) {
                const uint32_t d = 499 - (col + c) * 32;
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
                pack_tile<true>(t, cb_x2, col + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_x2, 16);
        cb_wait_front(cb_x2, 16);
        cb_reserve_back(cb_largest, 1);
        tile_regs_acquire();
        reconfig_data_format(cb_x2, cb_max_rows_ones);
        reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_x2, cb_max_rows_ones, cb_largest);
        for (uint32_t k = 0; k < 16; ++k) {
            reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_x2, cb_max_rows_ones, k, 0, 0);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_largest, 0);
        tile_regs_release();
        reduce_uninit(cb_x2);
        cb_push_back(cb_largest, 1);
        cb_pop_front(cb_x2, 16);
        // softmax.py:30  T.reduce_sum(e, total, dim=1)
        cb_wait_front(cb_largest, 1);
        cb_reserve_back(cb_e, 16);
        cb_reserve_back(cb_e2, 16);
        pack_reconfig_data_format(cb_e2);
        for (uint32_t col = 0; col < 16; ++col) {
            tile_regs_acquire();
            // softmax.py:29  e[i, j] = T.exp(x[i, j] - largest[i])
            reconfig_data_format(cb_x, cb_largest);
            sub_bcast_cols_init(cb_x, cb_largest);
            sub_tiles_bcast_cols(cb_x, cb_largest, col, 0, 0);
            exp_tile_init();
            exp_tile(0);
            // softmax.py:30  T.reduce_sum(e, total, dim=1)
            copy_dest_values_init();
            copy_dest_values<DataFormat::Float32>(0, 1);
            const uint32_t d = 499 - col * 32;
            if (int32_t(d) < 31) {
                if (int32_t(d) < 0) {
                    fill_tile_init();
                    fill_tile(1, 0.0f);
                } else {
                    reconfig_data_format_srca(cb_places);
                    copy_init(cb_places);
                    copy_tile(cb_places, 0, 2);
                    unary_ge_tile_init();
                    unary_ge_tile(2, float_bits(0 - d));
                    fill_tile_init();
                    fill_tile(3, 0.0f);
                    where_tile_init();
                    where_tile<DataFormat::Float32>(2, 1, 3, 1);
                }
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_e, col);
            pack_tile<true>(1, cb_e2, col);
            tile_regs_release();
        }
        cb_push_back(cb_e, 16);
        cb_push_back(cb_e2, 16);
        cb_pop_front(cb_x, 16);
        cb_pop_front(cb_largest, 1);
        // softmax.py:32  e[i, j] = e[i, j] / total[i]
        cb_wait_front(cb_e2, 16);
        cb_reserve_back(cb_total, 1);
        tile_regs_acquire();
        reconfig_data_format(cb_sum_rows_ones, cb_e2);  // softmax.py:30
        reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_e2, cb_sum_rows_ones, cb_total);
        for (uint32_t k = 0; k < 16; ++k) {
            reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_e2, cb_sum_rows_ones, k, 0, 0);
        }
        recip_tile_init();  // softmax.py:32
        recip_tile(0);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile<true>(0, cb_total, 0);
        tile_regs_release();
        reduce_uninit(cb_e2);
        cb_push_back(cb_total, 1);
        cb_pop_front(cb_e2, 16);
        // softmax.py:33  T.copy(e, Y[by * BM, 0])
        cb_wait_front(cb_e, 16);
        cb_wait_front(cb_total, 1);
        cb_reserve_back(cb_Y_out, 16);
        reconfig_data_format(cb_total, cb_total);
        pack_reconfig_data_format(cb_Y_out);
        mul_binary_tile_init();
        for (uint32_t col = 0; col < 16; col += 2) {
            tile_regs_acquire();
            // softmax.py:32  e[i, j] = e[i, j] / total[i]
            copy_init(cb_e);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_e, col + t, t);
            }
            unary_bcast_init<BroadcastType::COL>(cb_total);
            unary_bcast<BroadcastType::COL>(cb_total, 0, 2);
            for (uint32_t c = 0; c < 2; ++c) {
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::COL>(cb_total);
            // softmax.py:33  T.copy(e, Y[by * BM, 0])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_Y_out, col + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_Y_out, 16);
        cb_pop_front(cb_e, 16);
        cb_pop_front(cb_total, 1);
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // softmax.py:21
    cb_pop_front(cb_max_rows_ones, 1);
    cb_pop_front(cb_places, 1);
}
