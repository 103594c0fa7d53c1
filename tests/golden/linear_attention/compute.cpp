// compute of linear_attention, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"
#include "api/compute/transpose.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(0);
    constexpr uint32_t cb_state = get_compile_time_arg_val(1);
    constexpr uint32_t cb_q = get_compile_time_arg_val(2);
    constexpr uint32_t cb_k = get_compile_time_arg_val(3);
    constexpr uint32_t cb_v = get_compile_time_arg_val(4);
    constexpr uint32_t cb_k2 = get_compile_time_arg_val(5);
    constexpr uint32_t cb_weights = get_compile_time_arg_val(6);
    constexpr uint32_t cb_known = get_compile_time_arg_val(7);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(8);
    // linear_attention.py:46  T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
    compute_kernel_hw_startup(cb_k, cb_state);
    // linear_attention.py:32  with T.Kernel(HEADS, BATCH) as (h, b):
    cb_wait_front(cb_places, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // linear_attention.py:41  T.clear(state)
        cb_reserve_back(cb_state, 4);
        tile_regs_acquire();
        fill_tile_init();
        for (uint32_t t = 0; t < 4; ++t) {
            fill_tile(t, 0.0f);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_state);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_state);
        }
        tile_regs_release();
        cb_push_back(cb_state, 4);
        // linear_attention.py:42  for t in T.Pipelined(T.ceildiv(SEQUENCE, chunk), num_stages=nu...
        for (uint32_t t = 0; t < 4; ++t) {
            // linear_attention.py:46  T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
            cb_wait_front(cb_k, 4);
            cb_reserve_back(cb_k2, 4);
            tile_regs_acquire();
            reconfig_data_format_srca(cb_k);
            transpose_init(cb_k);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    transpose_tile(cb_k, c * 2 + r, r * 2 + c);
                }
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_k2);
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                pack_tile<true>(t_2, cb_k2, t_2);
            }
            tile_regs_release();
            cb_push_back(cb_k2, 4);
            cb_pop_front(cb_k, 4);
            // linear_attention.py:48  weights[i, j] = T.if_then_else(i >= j, scores[i, j], 0.0)
            cb_wait_front(cb_q, 4);
            cb_wait_front(cb_k2, 4);
            cb_reserve_back(cb_weights, 4);
            for (uint32_t row = 0; row < 2; ++row) {
                tile_regs_acquire();
                // linear_attention.py:46  T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
                reconfig_data_format<SrcOrder::Reverse>(cb_q, cb_k2);
                matmul_block_init(cb_q, cb_k2, 0, 2, 1, 2);
                for (uint32_t kt = 0; kt < 2; ++kt) {
                    matmul_block(cb_q, cb_k2, row * 2 + kt, kt * 2, 0, 0, 2, 1, 2);
                }
                // linear_attention.py:48  weights[i, j] = T.if_then_else(i >= j, scores[i, j], 0.0)
                reconfig_data_format_srca(cb_places);
                copy_init(cb_places);
                for (uint32_t c = 0; c < 2; ++c) {
                    const uint32_t d = row * 32 - c * 32;
                    if (int32_t(d) < 31) {
                        if (int32_t(d) < -31) {
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
                for (uint32_t t_2 = 0; t_2 < 2; ++t_2) {
                    pack_tile<true>(t_2, cb_weights, row * 2 + t_2);
                }
                tile_regs_release();
            }
            cb_push_back(cb_weights, 4);
            // linear_attention.py:49  T.copy(state, known)
            cb_wait_front(cb_state, 4);
            cb_reserve_back(cb_known, 4);
            tile_regs_acquire();
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                copy_tile(cb_state, t_2, t_2);
            }
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                pack_tile(t_2, cb_known);
            }
            tile_regs_release();
            cb_push_back(cb_known, 4);
            // linear_attention.py:52  T.gemm(k, v, state, transpose_A=True)
            cb_wait_front(cb_v, 4);
            cb_reserve_back(cb_state, 4);
            tile_regs_acquire();
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                copy_tile(cb_state, t_2, t_2);
            }
            reconfig_data_format<SrcOrder::Reverse>(cb_k2, cb_v);
            matmul_block_init(cb_k2, cb_v, 0, 2, 2, 2);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_k2, cb_v, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_state);
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                pack_tile<true>(t_2, cb_state, t_2);
            }
            tile_regs_release();
            cb_push_back(cb_state, 4);
            cb_pop_front(cb_state, 4);
            cb_pop_front(cb_k2, 4);
            // linear_attention.py:55  T.copy(out, Out[b, t * chunk : (t + 1) * chunk, h, :])
            cb_wait_front(cb_weights, 4);
            cb_wait_front(cb_known, 4);
            cb_reserve_back(cb_Out_out, 4);
            tile_regs_acquire();
            // linear_attention.py:50  T.gemm(q, known, out, clear_accum=True)
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_q, cb_known, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            // linear_attention.py:51  T.gemm(weights, v, out)
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_weights, cb_v, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            // linear_attention.py:54  out[i, j] = out[i, j] * scale
            binop_with_scalar_tile_init();
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                mul_unary_tile(t_2, 0x3e000000u /* 0.125 */);
            }
            tile_regs_commit();  // linear_attention.py:55
            tile_regs_wait();
            pack_reconfig_data_format(cb_Out_out);
            for (uint32_t t_2 = 0; t_2 < 4; ++t_2) {
                pack_tile<true>(t_2, cb_Out_out, t_2);
            }
            tile_regs_release();
            cb_push_back(cb_Out_out, 4);
            cb_pop_front(cb_q, 4);
            cb_pop_front(cb_v, 4);
            cb_pop_front(cb_weights, 4);
            cb_pop_front(cb_known, 4);
        }
        cb_wait_front(cb_state, 4);  // linear_attention.py:42
        cb_pop_front(cb_state, 4);
    }
    cb_pop_front(cb_places, 1);  // linear_attention.py:32
}
