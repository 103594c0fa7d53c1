// compute of fused_mlp, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_y = get_compile_time_arg_val(1);
    constexpr uint32_t cb_w1 = get_compile_time_arg_val(2);
    constexpr uint32_t cb_w2 = get_compile_time_arg_val(3);
    constexpr uint32_t cb_hidden = get_compile_time_arg_val(4);
    constexpr uint32_t cb_Y_out = get_compile_time_arg_val(5);
    // fused_mlp.py:40  T.gemm(x, w1, sums, clear_accum=True)
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_x, cb_w1, cb_hidden);
    // fused_mlp.py:28  with T.Kernel(T.ceildiv(M, block_M)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        // fused_mlp.py:37  for k in T.Pipelined(T.ceildiv(HIDDEN, block_H), num_stages=2):
        cb_wait_front(cb_x, 3);
        cb_reserve_back(cb_y, 3);
        reconfig_data_format<SrcOrder::Reverse>(cb_hidden, cb_w2);
        for (uint32_t k = 0; k < 4; ++k) {
            // fused_mlp.py:42  hidden[i, j] = sums[i, j] * T.sigmoid(sums[i, j])
            cb_wait_front(cb_w1, 6);
            cb_reserve_back(cb_hidden, 2);
            tile_regs_acquire();
            // fused_mlp.py:40  T.gemm(x, w1, sums, clear_accum=True)
            matmul_block_init(cb_x, cb_w1, 0, 2, 1, 3);
            for (uint32_t kt = 0; kt < 3; ++kt) {
                matmul_block(cb_x, cb_w1, kt, kt * 2, 0, 0, 2, 1, 3);
            }
            copy_dest_values_init();  // fused_mlp.py:42
            for (uint32_t t = 0; t < 2; ++t) {
                copy_dest_values<DataFormat::Float32>(t, t + 2);
            }
            sigmoid_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                sigmoid_tile(t + 2);
            }
            mul_binary_tile_init();
            for (uint32_t t = 0; t < 2; ++t) {
                mul_binary_tile(t, t + 2, t);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_hidden);
            for (uint32_t t = 0; t < 2; ++t) {
                pack_tile<true>(t, cb_hidden, t);
            }
            tile_regs_release();
            cb_push_back(cb_hidden, 2);
            cb_pop_front(cb_w1, 6);
            // fused_mlp.py:43  T.gemm(hidden, w2, y)
            cb_wait_front(cb_w2, 6);
            cb_wait_front(cb_hidden, 2);
            pack_reconfig_l1_acc(k != 0);
            tile_regs_acquire();
            matmul_block_init(cb_hidden, cb_w2, 0, 3, 1, 2);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_hidden, cb_w2, kt, kt * 3, 0, 0, 3, 1, 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_y);
            for (uint32_t t = 0; t < 3; ++t) {
                pack_tile<true>(t, cb_y, t);
            }
            tile_regs_release();
            pack_reconfig_l1_acc(0);
            cb_pop_front(cb_w2, 6);
            cb_pop_front(cb_hidden, 2);
        }
        cb_push_back(cb_y, 3);  // fused_mlp.py:37
        cb_pop_front(cb_x, 3);
        // fused_mlp.py:44  T.copy(y, Y[by * block_M, 0])
        cb_wait_front(cb_y, 3);
        cb_reserve_back(cb_Y_out, 3);
        tile_regs_acquire();
        reconfig_data_format_srca(cb_y);
        copy_init(cb_y);
        for (uint32_t t = 0; t < 3; ++t) {
            copy_tile(cb_y, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_Y_out);
        for (uint32_t t = 0; t < 3; ++t) {
            pack_tile(t, cb_Y_out);
        }
        tile_regs_release();
        cb_push_back(cb_Y_out, 3);
        cb_pop_front(cb_y, 3);
    }
}
