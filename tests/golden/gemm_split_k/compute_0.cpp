// compute of gemm_split_k_0, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t start = get_arg_val<uint32_t>(0);
    const uint32_t count = get_arg_val<uint32_t>(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places2 = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_b = get_compile_time_arg_val(3);
    constexpr uint32_t cb_c = get_compile_time_arg_val(4);
    constexpr uint32_t cb_c_out = get_compile_time_arg_val(5);
    // gemm_split_k.py:36  T.gemm(a, b, c)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_a, cb_b, cb_c);
    // gemm_split_k.py:27  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), parts) as...
    cb_wait_front(cb_places, 1);
    cb_wait_front(cb_places2, 1);
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2 % 2;
        // gemm_split_k.py:33  for k in T.Pipelined(steps, num_stages=2):
        cb_reserve_back(cb_c, 4);
        tile_regs_acquire();
        reconfig_data_format<SrcOrder::Reverse>(cb_a, cb_b);
        matmul_block_init(cb_a, cb_b, 0, 2, 2, 2);
        for (uint32_t k = 0; k < 6; ++k) {
            // gemm_split_k.py:36  T.gemm(a, b, c)
            cb_wait_front(cb_a, 4);
            cb_wait_front(cb_b, 4);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_a, cb_b, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            cb_pop_front(cb_a, 4);
            cb_pop_front(cb_b, 4);
        }
        tile_regs_commit();  // gemm_split_k.py:33
        tile_regs_wait();
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_c);
        }
        tile_regs_release();
        cb_push_back(cb_c, 4);
        // gemm_split_k.py:37  T.copy(c, partial[part, by * block_M, bx * block_N])
        cb_wait_front(cb_c, 4);
        cb_reserve_back(cb_c_out, 4);
        reconfig_data_format_srca(cb_places);
        copy_init(cb_places);
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_c, row * 2 + t, t);
            }
            for (uint32_t c = 0; c < 2; ++c) {
                const uint32_t d = 99 - by * 64 - row * 32;
                if (int32_t(d) < 31) {
                    if (int32_t(d) < 0) {
                        fill_tile_init();
                        fill_tile(c, 0.0f);
                    } else {
                        copy_tile(cb_places2, 0, 2);
                        unary_ge_tile_init();
                        unary_ge_tile(2, float_bits(0 - d));
                        fill_tile_init();
                        fill_tile(3, 0.0f);
                        where_tile_init();
                        where_tile<DataFormat::Float32>(2, c, 3, c);
                    }
                }
            }
            for (uint32_t c = 0; c < 2; ++c) {
                const uint32_t d = 69 - bx * 64 - c * 32;
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
                pack_tile<true>(t, cb_c_out, row * 2 + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_c_out, 4);
        cb_pop_front(cb_c, 4);
    }
    cb_pop_front(cb_places, 1);  // gemm_split_k.py:27
    cb_pop_front(cb_places2, 1);
}
