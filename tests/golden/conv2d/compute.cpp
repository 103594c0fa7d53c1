// compute of conv2d, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"
#include "api/compute/tilize.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_total = get_compile_time_arg_val(0);
    constexpr uint32_t cb_seen_rows = get_compile_time_arg_val(1);
    constexpr uint32_t cb_taps = get_compile_time_arg_val(2);
    constexpr uint32_t cb_seen = get_compile_time_arg_val(3);
    constexpr uint32_t cb_Out_out = get_compile_time_arg_val(4);
    // conv2d.py:57  T.im2col(Image, seen, by, k, WINDOW, STRIDE, DILATION, PAD)
    compute_kernel_hw_startup(cb_seen_rows, cb_seen);
    // conv2d.py:51  with T.Kernel(T.ceildiv(C_OUT, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        // conv2d.py:56  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        cb_reserve_back(cb_total, 4);
        reconfig_data_format<SrcOrder::Reverse>(cb_seen, cb_taps);
        for (uint32_t k = 0; k < 9; ++k) {
            // conv2d.py:57  T.im2col(Image, seen, by, k, WINDOW, STRIDE, DILATION, PAD)
            cb_wait_front(cb_seen_rows, 4);
            cb_reserve_back(cb_seen, 4);
            pack_reconfig_data_format(cb_seen);
            tilize_init(cb_seen_rows, 2, cb_seen);
            for (uint32_t row = 0; row < 2; ++row) {
                tilize_block(cb_seen_rows, 2, cb_seen, row * 2, row * 2);
            }
            tilize_uninit(cb_seen_rows, cb_seen);
            cb_push_back(cb_seen, 4);
            cb_pop_front(cb_seen_rows, 4);
            // conv2d.py:59  T.gemm(seen, taps, total)
            cb_wait_front(cb_taps, 4);
            cb_wait_front(cb_seen, 4);
            pack_reconfig_l1_acc(k != 0);
            tile_regs_acquire();
            matmul_block_init(cb_seen, cb_taps, 0, 2, 2, 2);
            for (uint32_t kt = 0; kt < 2; ++kt) {
                matmul_block(cb_seen, cb_taps, kt, kt * 2, 0, 0, 2, 2, 2);
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_reconfig_data_format(cb_total);
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile<true>(t, cb_total, t);
            }
            tile_regs_release();
            pack_reconfig_l1_acc(0);
            cb_pop_front(cb_taps, 4);
            cb_pop_front(cb_seen, 4);
        }
        cb_push_back(cb_total, 4);  // conv2d.py:56
        // conv2d.py:60  T.copy(total, Out[by * block_M, bx * block_N])
        cb_wait_front(cb_total, 4);
        cb_reserve_back(cb_Out_out, 4);
        tile_regs_acquire();
        reconfig_data_format_srca(cb_total);
        copy_init(cb_total);
        for (uint32_t t = 0; t < 4; ++t) {
            copy_tile(cb_total, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_Out_out);
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_Out_out);
        }
        tile_regs_release();
        cb_push_back(cb_Out_out, 4);
        cb_pop_front(cb_total, 4);
    }
}
