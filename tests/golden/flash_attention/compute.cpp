// compute of flash_attention, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/binary_max_min.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/recip.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/matmul.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t start = get_arg_val<uint32_t>(0);
    const uint32_t count = get_arg_val<uint32_t>(1);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(2);
    constexpr uint32_t cb_q = get_compile_time_arg_val(3);
    constexpr uint32_t cb_out = get_compile_time_arg_val(4);
    constexpr uint32_t cb_total = get_compile_time_arg_val(5);
    constexpr uint32_t cb_largest = get_compile_time_arg_val(6);
    constexpr uint32_t cb_k = get_compile_time_arg_val(7);
    constexpr uint32_t cb_v = get_compile_time_arg_val(8);
    constexpr uint32_t cb_scores = get_compile_time_arg_val(9);
    constexpr uint32_t cb_scores2 = get_compile_time_arg_val(10);
    constexpr uint32_t cb_largest2 = get_compile_time_arg_val(11);
    constexpr uint32_t cb_shrink = get_compile_time_arg_val(12);
    constexpr uint32_t cb_weights = get_compile_time_arg_val(13);
    constexpr uint32_t cb_total2 = get_compile_time_arg_val(14);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(15);
    // flash_attention.py:68  T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_q, cb_k, cb_out);
    // flash_attention.py:47  with T.Kernel(T.ceildiv(SEQUENCE, block_M), HEADS, BATCH) as (bx, h...
    cb_wait_front(cb_sum_rows_ones, 1);
    cb_wait_front(cb_max_rows_ones, 1);
    cb_wait_front(cb_places, 1);
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        // flash_attention.py:61  T.clear(out)
        cb_reserve_back(cb_out, 4);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 4; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_out);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_out);
        }
        tile_regs_release();
        cb_push_back(cb_out, 4);
        // flash_attention.py:62  T.clear(total)
        cb_reserve_back(cb_total, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_total);
        }
        tile_regs_release();
        cb_push_back(cb_total, 2);
        // flash_attention.py:63  T.fill(largest, -T.infinity("float32"))
        cb_reserve_back(cb_largest, 2);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 2; ++t) {
            fill_tile_bitcast(t, 0xff800000u /* -inf */);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_largest);
        }
        tile_regs_release();
        cb_push_back(cb_largest, 2);
        // flash_attention.py:65  for t in T.Pipelined(blocks, num_stages=num_stages):
        cb_wait_front(cb_q, 4);
        const uint32_t t_end = ((bx * 64 + 64 < 200 ? bx * 64 + 64 : 200) + 63) / 64;
        for (uint32_t t = 0; t < t_end; ++t) {
            // flash_attention.py:74  scores[i, j] = T.if_then_else(seen, scores[i, j], -T.infini...
            cb_wait_front(cb_k, 4);
            cb_reserve_back(cb_scores, 4);
            cb_reserve_back(cb_scores2, 4);
            pack_reconfig_data_format(cb_scores2);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // flash_attention.py:68  T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
                reconfig_data_format<SrcOrder::Reverse>(cb_q, cb_k);
                matmul_block_init(cb_q, cb_k, 1, 2, 1, 2);
                for (uint32_t kt = 0; kt < 2; ++kt) {
                    matmul_block(cb_q, cb_k, row * 2 + kt, kt * 2, 0, 1, 2, 1, 2);
                }
                // flash_attention.py:74  scores[i, j] = T.if_then_else(seen, scores[i, j], -T.in...
                reconfig_data_format_srca(cb_places);
                copy_init(cb_places);
                for (uint32_t c = 0; c < 2; ++c) {
                    const uint32_t d = bx * 64 - t * 64 + row * 32 - c * 32;
                    if (int32_t(d) < 31) {
                        if (int32_t(d) < -31) {
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
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_scores, row * 2 + t_2);
                }
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_scores2, row * 2 + t_2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_scores, 4);
            cb_push_back(cb_scores2, 4);
            cb_pop_front(cb_k, 4);
            // flash_attention.py:79  shrink[i] = T.exp2((before[i] - largest[i]) * scale)
            cb_wait_front(cb_largest, 2);
            cb_wait_front(cb_scores2, 4);
            cb_reserve_back(cb_largest, 2);
            cb_reserve_back(cb_largest2, 2);
            cb_reserve_back(cb_shrink, 2);
            tile_regs_acquire();
            // flash_attention.py:77  T.reduce_max(scores, largest, dim=1, clear=False)
            reconfig_data_format(cb_scores2, cb_max_rows_ones);
            reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                cb_scores2, cb_max_rows_ones, cb_largest2);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t k = 0; k < 2; ++k) {
                    reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(
                        cb_scores2, cb_max_rows_ones, r * 2 + k, 0, r);
                }
            }
            reduce_uninit(cb_scores2);
            reconfig_data_format_srca(cb_largest);
            copy_init(cb_largest);
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                copy_tile(cb_largest, t_2, t_2 + 2);
            }
            binary_max_tile_init();
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                binary_max_tile(t_2 + 2, t_2, t_2);
            }
            sub_binary_tile_init();  // flash_attention.py:79
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                sub_binary_tile(t_2 + 2, t_2, t_2 + 2);
            }
            binop_with_scalar_tile_init();
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                mul_unary_tile(t_2 + 2, 0x3e38aa3bu /* 0.18033688 */);
            }
            exp2_tile_init();
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                exp2_tile(t_2 + 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                pack_tile<true>(t_2, cb_largest2, t_2);
            }
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                pack_tile<true>(t_2 + 2, cb_shrink, t_2);
            }
            for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                pack_tile<true>(t_2, cb_largest, t_2);
            }
            tile_regs_release();
            cb_push_back(cb_largest, 2);
            cb_push_back(cb_largest2, 2);
            cb_push_back(cb_shrink, 2);
            cb_pop_front(cb_largest, 2);
            cb_pop_front(cb_scores2, 4);
            // flash_attention.py:88  T.copy(scores, weights)
            cb_wait_front(cb_scores, 4);
            cb_wait_front(cb_largest2, 2);
            cb_reserve_back(cb_scores2, 4);
            cb_reserve_back(cb_weights, 4);
            reconfig_data_format(cb_largest2, cb_largest2);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // flash_attention.py:81  scores[i, j] = T.exp2((scores[i, j] - largest[i]) * scale)
                copy_init(cb_scores);
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    copy_tile(cb_scores, row * 2 + t_2, t_2);
                }
                unary_bcast_init<BroadcastType::COL>(cb_largest2);
                unary_bcast<BroadcastType::COL>(cb_largest2, row, 2);
                sub_binary_tile_init();
                for (uint32_t c = 0; c < 2; ++c) {
                    sub_binary_tile(c, 2, c);
                }
                unary_bcast_uninit<BroadcastType::COL>(cb_largest2);
                binop_with_scalar_tile_init();
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    mul_unary_tile(t_2, 0x3e38aa3bu /* 0.18033688 */);
                }
                exp2_tile_init();
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    exp2_tile(t_2);
                }
                // flash_attention.py:88  T.copy(scores, weights)
                tile_regs_commit();
                tile_regs_wait();
                pack_reconfig_data_format(cb_scores2);
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_scores2, row * 2 + t_2);
                }
                pack_reconfig_data_format(cb_weights);
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_weights, row * 2 + t_2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_scores2, 4);
            cb_push_back(cb_weights, 4);
            cb_pop_front(cb_scores, 4);
            cb_pop_front(cb_largest2, 2);
            // flash_attention.py:84  total[i] = total[i] * shrink[i] + part[i]
            cb_wait_front(cb_total, 2);
            cb_wait_front(cb_shrink, 2);
            cb_wait_front(cb_scores2, 4);
            cb_reserve_back(cb_total, 2);
            pack_reconfig_data_format(cb_total);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // flash_attention.py:82  T.reduce_sum(scores, part, dim=1)
                reconfig_data_format(cb_sum_rows_ones, cb_scores2);
                reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                    cb_scores2, cb_sum_rows_ones, cb_total);
                for (uint32_t k = 0; k < 2; ++k) {
                    reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(
                        cb_scores2, cb_sum_rows_ones, row * 2 + k, 0, 0);
                }
                reduce_uninit(cb_scores2);
                // flash_attention.py:84  total[i] = total[i] * shrink[i] + part[i]
                reconfig_data_format_srca(cb_total);
                copy_init(cb_total);
                copy_tile(cb_total, row, 1);
                copy_tile(cb_shrink, row, 2);
                mul_binary_tile_init();
                mul_binary_tile(1, 2, 1);
                add_binary_tile_init();
                add_binary_tile(1, 0, 1);
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(1, cb_total, row);
                tile_regs_release();
            }
            cb_push_back(cb_total, 2);
            cb_pop_front(cb_total, 2);
            cb_pop_front(cb_scores2, 4);
            // flash_attention.py:89  T.gemm(weights, v, out)
            cb_wait_front(cb_out, 4);
            cb_wait_front(cb_v, 4);
            cb_wait_front(cb_weights, 4);
            cb_reserve_back(cb_out, 4);
            mul_binary_tile_init();
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // flash_attention.py:87  out[i, j] = out[i, j] * shrink[i]
                reconfig_data_format_srca(cb_out);
                copy_init(cb_out);
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    copy_tile(cb_out, row * 2 + t_2, t_2);
                }
                reconfig_data_format(cb_shrink, cb_shrink);
                unary_bcast_init<BroadcastType::COL>(cb_shrink);
                unary_bcast<BroadcastType::COL>(cb_shrink, row, 2);
                for (uint32_t c = 0; c < 2; ++c) {
                    mul_binary_tile(c, 2, c);
                }
                unary_bcast_uninit<BroadcastType::COL>(cb_shrink);
                // flash_attention.py:89  T.gemm(weights, v, out)
                reconfig_data_format<SrcOrder::Reverse>(cb_weights, cb_v);
                matmul_block_init(cb_weights, cb_v, 0, 2, 1, 2);
                for (uint32_t kt = 0; kt < 2; ++kt) {
                    matmul_block(cb_weights, cb_v, row * 2 + kt, kt * 2, 0, 0, 2, 1, 2);
                }
                tile_regs_commit();
                tile_regs_wait();
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_out, row * 2 + t_2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_out, 4);
            cb_pop_front(cb_out, 4);
            cb_pop_front(cb_v, 4);
            cb_pop_front(cb_shrink, 2);
            cb_pop_front(cb_weights, 4);
        }
        cb_pop_front(cb_q, 4);  // flash_attention.py:65
        // flash_attention.py:91  out[i, j] = out[i, j] / total[i]
        cb_wait_front(cb_largest, 2);
        cb_wait_front(cb_total, 2);
        cb_reserve_back(cb_total2, 2);
        tile_regs_acquire();
        reconfig_data_format_srca(cb_total);
        copy_init(cb_total);
        for (uint32_t t = 0; t < 2; ++t) {
            copy_tile(cb_total, t, t);
        }
        recip_tile_init();
        for (uint32_t t = 0; t < 2; ++t) {
            recip_tile(t);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 2; ++t) {
            pack_tile(t, cb_total2);
        }
        tile_regs_release();
        cb_push_back(cb_total2, 2);
        cb_pop_front(cb_largest, 2);
        cb_pop_front(cb_total, 2);
        // flash_attention.py:92  T.copy(out, Out[b, bx * block_M : (bx + 1) * block_M, h, :])
        cb_wait_front(cb_out, 4);
        cb_wait_front(cb_total2, 2);
        cb_reserve_back(cb_Out_out, 4);
        reconfig_data_format(cb_total2, cb_total2);
        pack_reconfig_data_format(cb_Out_out);
        mul_binary_tile_init();
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            // flash_attention.py:91  out[i, j] = out[i, j] / total[i]
            copy_init(cb_out);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_out, row * 2 + t, t);
            }
            unary_bcast_init<BroadcastType::COL>(cb_total2);
            unary_bcast<BroadcastType::COL>(cb_total2, row, 2);
            for (uint32_t c = 0; c < 2; ++c) {
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::COL>(cb_total2);
            // flash_attention.py:92  T.copy(out, Out[b, bx * block_M : (bx + 1) * block_M, h, :])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_Out_out, row * 2 + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_Out_out, 4);
        cb_pop_front(cb_out, 4);
        cb_pop_front(cb_total2, 2);
    }
    cb_pop_front(cb_sum_rows_ones, 1);  // flash_attention.py:47
    cb_pop_front(cb_max_rows_ones, 1);
    cb_pop_front(cb_places, 1);
}
