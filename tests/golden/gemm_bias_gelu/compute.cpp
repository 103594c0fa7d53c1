// compute of gemm_bias_gelu, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_bias = get_compile_time_arg_val(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(1);
    constexpr uint32_t cb_b = get_compile_time_arg_val(2);
    constexpr uint32_t cb_c = get_compile_time_arg_val(3);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(4);
    // gemm_bias_gelu.py:42  T.gemm(a, b, c)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_a, cb_b, cb_c);
    // gemm_bias_gelu.py:32  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx,...
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_bias_gelu.py:39  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        cb_reserve_back(cb_c, 4);
        tile_regs_acquire();
        reconfig_data_format<SrcOrder::Reverse>(cb_a, cb_b);
        matmul_block_init(cb_a, cb_b, 0, 2, 2, 2);
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_bias_gelu.py:42  T.gemm(a, b, c)
            cb_wait_front(cb_a, 4);
            cb_wait_front(cb_b, 4);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_a, cb_b, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            cb_pop_front(cb_a, 4);
            cb_pop_front(cb_b, 4);
        }
        tile_regs_commit();  // gemm_bias_gelu.py:39
        tile_regs_wait();
        pack_reconfig_data_format(cb_c);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_c);
        }
        tile_regs_release();
        cb_push_back(cb_c, 4);
        // gemm_bias_gelu.py:45  T.copy(c, C[by * block_M, bx * block_N])
        cb_wait_front(cb_bias, 2);
        cb_wait_front(cb_c, 4);
        cb_reserve_back(cb_C_out, 4);
        reconfig_data_format(cb_bias, cb_bias);
        pack_reconfig_data_format(cb_C_out);
        for (uint32_t row = 0; row < 2; ++row) {
            for (uint32_t col = 0; col < 2; ++col) {
                tile_regs_acquire();
                // gemm_bias_gelu.py:44  c[i, j] = gelu(c[i, j] + bias[j])
                copy_init(cb_c);
                copy_tile(cb_c, row * 2 + col, 0);
                unary_bcast_init<BroadcastType::ROW>(cb_bias);
                unary_bcast<BroadcastType::ROW>(cb_bias, col, 3);
                add_binary_tile_init();
                add_binary_tile(0, 3, 0);
                unary_bcast_uninit<BroadcastType::ROW>(cb_bias);
                copy_dest_values_init();
                copy_dest_values<DataFormat::Float32>(0, 1);
                binop_with_scalar_tile_init();
                mul_unary_tile(1, 0x3f000000u /* 0.5 */);
                copy_dest_values_init();
                copy_dest_values<DataFormat::Float32>(0, 2);
                binop_with_scalar_tile_init();
                mul_unary_tile(2, 0x3d372713u /* 0.044715 */);
                mul_binary_tile_init();
                mul_binary_tile(2, 0, 2);
                mul_binary_tile(2, 0, 2);
                add_binary_tile_init();
                add_binary_tile(0, 2, 0);
                binop_with_scalar_tile_init();
                mul_unary_tile(0, 0x3f4c422au /* 0.7978846 */);
                tanh_tile_init();
                tanh_tile(0);
                binop_with_scalar_tile_init();
                add_unary_tile(0, 0x3f800000u /* 1.0 */);
                mul_binary_tile_init();
                mul_binary_tile(1, 0, 1);
                // gemm_bias_gelu.py:45  T.copy(c, C[by * block_M, bx * block_N])
                tile_regs_commit();
                tile_regs_wait();
                pack_tile<true>(1, cb_C_out, row * 2 + col);
                tile_regs_release();
            }
        }
        cb_push_back(cb_C_out, 4);
        cb_pop_front(cb_bias, 2);
        cb_pop_front(cb_c, 4);
    }
}
