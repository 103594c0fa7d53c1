// compute of gemm_int8, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/typecast.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_scale = get_compile_time_arg_val(0);
    constexpr uint32_t cb_c = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_stored = get_compile_time_arg_val(3);
    constexpr uint32_t cb_w = get_compile_time_arg_val(4);
    constexpr uint32_t cb_C_out = get_compile_time_arg_val(5);
    // gemm_int8.py:37  w[i, j] = T.cast(stored[i, j], dtype)
    compute_kernel_hw_startup(cb_stored, cb_w);
    // gemm_int8.py:25  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        // gemm_int8.py:33  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        cb_reserve_back(cb_c, 4);
        typecast_tile_init<(uint32_t)DataFormat::Int8, (uint32_t)DataFormat::Float32>();
        for (uint32_t k = 0; k < 3; ++k) {
            // gemm_int8.py:37  w[i, j] = T.cast(stored[i, j], dtype)
            cb_wait_front(cb_stored, 4);
            cb_reserve_back(cb_w, 4);
            tile_regs_acquire();
            reconfig_data_format_srca(cb_stored);
            copy_init(cb_stored);
            for (uint32_t t = 0; t < 4; ++t) {
                copy_tile(cb_stored, t, t);
            }
            for (uint32_t t = 0; t < 4; ++t) {
                typecast_tile<(uint32_t)DataFormat::Int8, (uint32_t)DataFormat::Float32>(t);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_w);
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile(t, cb_w);
            }
            tile_regs_release();
            cb_push_back(cb_w, 4);
            cb_pop_front(cb_stored, 4);
            // gemm_int8.py:38  T.gemm(a, w, c)
            cb_wait_front(cb_a, 4);
            cb_wait_front(cb_w, 4);
            pack_reconfig_l1_acc(k != 0);
            tile_regs_acquire();
            reconfig_data_format<SrcOrder::Reverse>(cb_a, cb_w);
            matmul_block_init(cb_a, cb_w, 0, 2, 2, 2);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_a, cb_w, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_c);
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile<true>(t, cb_c, t);
            }
            tile_regs_release();
            pack_reconfig_l1_acc(0);
            cb_pop_front(cb_a, 4);
            cb_pop_front(cb_w, 4);
        }
        cb_push_back(cb_c, 4);  // gemm_int8.py:33
        // gemm_int8.py:41  T.copy(c, C[by * block_M, bx * block_N])
        cb_wait_front(cb_scale, 2);
        cb_wait_front(cb_c, 4);
        cb_reserve_back(cb_C_out, 4);
        reconfig_data_format(cb_scale, cb_scale);
        pack_reconfig_data_format(cb_C_out);
        mul_binary_tile_init();
        for (uint32_t row = 0; row < 2; ++row) {
            tile_regs_acquire();
            // gemm_int8.py:40  c[i, j] = c[i, j] * scale[j]
            copy_init(cb_c);
            for (uint32_t t = 0; t < 2; ++t) {
                copy_tile(cb_c, row * 2 + t, t);
            }
            unary_bcast_init<BroadcastType::ROW>(cb_scale);
            for (uint32_t c = 0; c < 2; ++c) {
                unary_bcast<BroadcastType::ROW>(cb_scale, c, 2);
                mul_binary_tile(c, 2, c);
            }
            unary_bcast_uninit<BroadcastType::ROW>(cb_scale);
            // gemm_int8.py:41  T.copy(c, C[by * block_M, bx * block_N])
            tile_regs_commit();
            tile_regs_wait();
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_C_out, row * 2 + t);
            }
            tile_regs_release();
        }
        cb_push_back(cb_C_out, 4);
        cb_pop_front(cb_scale, 2);
        cb_pop_front(cb_c, 4);
    }
}
