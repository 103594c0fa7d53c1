// compute of gemm_bfloat8, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_scale_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_scale_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_b = get_compile_time_arg_val(3);
    constexpr uint32_t cb_c = get_compile_time_arg_val(4);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(5);
    // gemm_bfloat8.py:38  T.gemm(a, b, c)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_a, cb_b, cb_c);
    // gemm_bfloat8.py:26  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    mul_binary_tile_init();
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_bfloat8.py:35  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        cb_reserve_back(cb_c, 4);
        tile_regs_acquire();
        reconfig_data_format<SrcOrder::Reverse>(cb_a, cb_b);
        matmul_block_init(cb_a, cb_b, 0, 2, 2, 2);
        for (uint32_t k = 0; k < 5; ++k) {
            // gemm_bfloat8.py:38  T.gemm(a, b, c)
            cb_wait_front(cb_a, 4);
            cb_wait_front(cb_b, 4);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_a, cb_b, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            cb_pop_front(cb_a, 4);
            cb_pop_front(cb_b, 4);
        }
        tile_regs_commit();  // gemm_bfloat8.py:35
        tile_regs_wait();
        pack_reconfig_data_format(cb_c);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_c);
        }
        tile_regs_release();
        cb_push_back(cb_c, 4);
        // gemm_bfloat8.py:41  T.copy(c, C[by * block_M, bx * block_N])
        cb_wait_front(cb_scale_a, 2);
        cb_wait_front(cb_scale_b, 2);
        cb_wait_front(cb_c, 4);
        cb_reserve_back(cb_C_out, 4);
        reconfig_data_format(cb_scale_b, cb_scale_b);
        pack_reconfig_data_format(cb_C_out);
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            // gemm_bfloat8.py:40  c[i, j] = c[i, j] * scale_a[i] * scale_b[j]
            copy_init(cb_c);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_c, row * 2 + t, t);
            }
            unary_bcast_init<BroadcastType::COL>(cb_scale_a);
            unary_bcast<BroadcastType::COL>(cb_scale_a, row, 2);
            for (uint32_t c = 0; c < 2; ++c) {
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::COL>(cb_scale_a);
            unary_bcast_init<BroadcastType::ROW>(cb_scale_b);
            for (uint32_t c = 0; c < 2; ++c) {
                unary_bcast<BroadcastType::ROW>(cb_scale_b, c, 2);
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::ROW>(cb_scale_b);
            // gemm_bfloat8.py:41  T.copy(c, C[by * block_M, bx * block_N])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_C_out, row * 2 + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_C_out, 4);
        cb_pop_front(cb_scale_a, 2);
        cb_pop_front(cb_scale_b, 2);
        cb_pop_front(cb_c, 4);
    }
}
