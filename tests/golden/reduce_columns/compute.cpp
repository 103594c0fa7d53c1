// compute of reduce_columns, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/sqrt.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_sum_cols_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(1);
    constexpr uint32_t cb_sum_cols_ones2 = get_compile_time_arg_val(2);
    constexpr uint32_t cb_mean = get_compile_time_arg_val(3);
    constexpr uint32_t cb_x = get_compile_time_arg_val(4);
    constexpr uint32_t cb_mean2 = get_compile_time_arg_val(5);
    constexpr uint32_t cb_Mean_out = get_compile_time_arg_val(6);
    constexpr uint32_t cb_deviation = get_compile_time_arg_val(7);
    constexpr uint32_t cb_square = get_compile_time_arg_val(8);
    constexpr uint32_t cb_deviation_out = get_compile_time_arg_val(9);
    // reduce_columns.py:30  T.reduce_sum(x, mean, dim=0, clear=False)
    compute_kernel_hw_startup(cb_x, cb_sum_cols_ones2, cb_mean);
    // reduce_columns.py:22  with T.Kernel(T.ceildiv(N, BN)) as bx:
    cb_wait_front(cb_sum_cols_ones, 1);
    cb_wait_front(cb_places, 1);
    cb_wait_front(cb_sum_cols_ones2, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // reduce_columns.py:27  T.clear(mean)
        cb_reserve_back(cb_mean, 2);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_mean);
        }
        tile_regs_release();
        cb_push_back(cb_mean, 2);
        // reduce_columns.py:28  for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
        add_binary_tile_init();
        for (uint32_t k = 0; k < 4; ++k) {
            // reduce_columns.py:30  T.reduce_sum(x, mean, dim=0, clear=False)
            cb_wait_front(cb_mean, 2);
            cb_wait_front(cb_x, 4);
            cb_reserve_back(cb_mean, 2);
            tile_regs_acquire();
            reconfig_data_format(cb_x, cb_sum_cols_ones2);
            reduce_init<PoolType::SUM, ReduceDim::REDUCE_COL>(cb_x, cb_sum_cols_ones2, cb_mean);
            for (uint32_t c = 0; c < 2; ++c) {
                for (uint32_t k_2 = 0; k_2 < 2; ++k_2) {
                    reduce_tile<PoolType::SUM, ReduceDim::REDUCE_COL>(
                        cb_x, cb_sum_cols_ones2, k_2 * 2 + c, 0, c);
                }
            }
            reduce_uninit(cb_x);
            reconfig_data_format_srca(cb_mean);
            copy_init(cb_mean);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_mean, t, t + 2);
            }
            for (uint32_t t = 0; t < 2; ++t) {
                add_binary_tile(t + 2, t, t + 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t + 2, cb_mean, t);
            }
            tile_regs_release();
            cb_push_back(cb_mean, 2);
            cb_pop_front(cb_mean, 2);
            cb_pop_front(cb_x, 4);
        }
        // reduce_columns.py:32  mean[j] = mean[j] / M
        cb_wait_front(cb_mean, 2);
        cb_reserve_back(cb_mean2, 2);
        cb_reserve_back(cb_Mean_out, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_mean, t, t);
        }
        binop_with_scalar_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            mul_unary_tile(t, 0x3b83126fu /* 0.004 */);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_mean2);
        }
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_Mean_out);
        }
        tile_regs_release();
        cb_push_back(cb_mean2, 2);
        cb_push_back(cb_Mean_out, 2);
        cb_pop_front(cb_mean, 2);
        // reduce_columns.py:33  T.clear(deviation)
        cb_reserve_back(cb_deviation, 2);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_deviation);
        }
        tile_regs_release();
        cb_push_back(cb_deviation, 2);
        // reduce_columns.py:34  for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
        cb_wait_front(cb_mean2, 2);
        for (uint32_t k = 0; k < 4; ++k) {
            // reduce_columns.py:38  square[i, j] = T.if_then_else(
            cb_wait_front(cb_x, 4);
            cb_reserve_back(cb_square, 4);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // reduce_columns.py:39  k * BM + i < M, (x[i, j] - mean[j]) * (x[i, j] - mean[j]...
                reconfig_data_format_srca(cb_x);
                copy_init(cb_x);
                for (uint32_t t = 0; t < 2; ++t) {
                    copy_tile(cb_x, row * 2 + t, t);
                }
                reconfig_data_format(cb_mean2, cb_mean2);
                unary_bcast_init<BroadcastType::ROW>(cb_mean2);
                sub_binary_tile_init();
                for (uint32_t c = 0; c < 2; ++c) {
                    unary_bcast<BroadcastType::ROW>(cb_mean2, c, 2);
                    sub_binary_tile(c, 2, c);
                }
                unary_bcast_uninit<BroadcastType::ROW>(cb_mean2);
                mul_binary_tile_init();
                for (uint32_t t = 0; t < 2; ++t) {
                    mul_binary_tile(t, t, t);
                }
                // reduce_columns.py:38  square[i, j] = T.if_then_else(
                copy_init(cb_places);
                for (uint32_t c = 0; c < 2; ++c) {
                    const uint32_t d = 249 - k * 64 - row * 32;
                    if (int32_t(d) < 31) {
                        if (int32_t(d) < 0) {
                            fill_tile_init();
                            fill_tile(c, 0.0f);
                        } else {
                            copy_tile(cb_places, 0, 2);
                            unary_ge_tile_init();
                            unary_ge_tile(2, float_bits(0 - d));
                            fill_tile_init();
                            fill_tile(3, 0.0f);
                            where_tile_init();
                            where_tile<DataFormat::Float32>(2, c, 3, c);
                        }
                    }
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t = 0; t < 2; ++t) {
                    pack_tile<true>(t, cb_square, row * 2 + t);
                }
                tile_regs_release();
            }
            cb_push_back(cb_square, 4);
            cb_pop_front(cb_x, 4);
            // reduce_columns.py:41  T.reduce_sum(square, deviation, dim=0, clear=False)
            cb_wait_front(cb_deviation, 2);
            cb_wait_front(cb_square, 4);
            cb_reserve_back(cb_deviation, 2);
            tile_regs_acquire();
            reconfig_data_format(cb_square, cb_sum_cols_ones);
            reduce_init<PoolType::SUM, ReduceDim::REDUCE_COL>(
                cb_square, cb_sum_cols_ones, cb_deviation);
            for (uint32_t c = 0; c < 2; ++c) {
                for (uint32_t k_2 = 0; k_2 < 2; ++k_2) {
                    reduce_tile<PoolType::SUM, ReduceDim::REDUCE_COL>(
                        cb_square, cb_sum_cols_ones, k_2 * 2 + c, 0, c);
                }
            }
            reduce_uninit(cb_square);
            reconfig_data_format_srca(cb_deviation);
            copy_init(cb_deviation);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_deviation, t, t + 2);
            }
            add_binary_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                add_binary_tile(t + 2, t, t + 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t + 2, cb_deviation, t);
            }
            tile_regs_release();
            cb_push_back(cb_deviation, 2);
            cb_pop_front(cb_deviation, 2);
            cb_pop_front(cb_square, 4);
        }
        cb_pop_front(cb_mean2, 2);  // reduce_columns.py:34
        // reduce_columns.py:43  deviation[j] = T.sqrt(deviation[j] / M)
        cb_wait_front(cb_deviation, 2);
        cb_reserve_back(cb_deviation_out, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_deviation, t, t);
        }
        binop_with_scalar_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            mul_unary_tile(t, 0x3b83126fu /* 0.004 */);
        }
        sqrt_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            sqrt_tile(t);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_deviation_out);
        }
        tile_regs_release();
        cb_push_back(cb_deviation_out, 2);
        cb_pop_front(cb_deviation, 2);
    }
    cb_pop_front(cb_sum_cols_ones, 1);  // reduce_columns.py:22
    cb_pop_front(cb_places, 1);
    cb_pop_front(cb_sum_cols_ones2, 1);
}
