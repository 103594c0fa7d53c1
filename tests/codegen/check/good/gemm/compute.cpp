// compute of gemm
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"
#include "api/compute/tile_move_copy.h"

void kernel_main() {
    const uint32_t start = get_arg_val<uint32_t>(0);
    const uint32_t count = get_arg_val<uint32_t>(1);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_partial = get_compile_time_arg_val(2);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(3);
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A_shared, cb_B_shared, cb_C_partial);
    for (uint32_t work = start; work < start + count; ++work) {  // gemm.py:12
        const uint32_t by = work / 4;
        pack_reconfig_data_format(cb_C_partial);
        for (uint32_t k = 0; k < by + 1; ++k) {  // gemm.py:18
            cb_wait_front(cb_A_shared, 4);
            cb_wait_front(cb_B_shared, 4);
            tile_regs_acquire();
            if (k != 0) {  // gemm.py:21
                reconfig_data_format_srca(cb_C_partial);
                copy_init(cb_C_partial);
                cb_wait_front(cb_C_partial, 4);
                for (uint32_t t = 0; t < 4; ++t) {
                    copy_tile(cb_C_partial, t, t);
                }
                cb_pop_front(cb_C_partial, 4);
            }
            reconfig_data_format<SrcOrder::Reverse>(cb_A_shared, cb_B_shared);
            matmul_block_init(cb_A_shared, cb_B_shared, 0, 2, 2, 2);
            for (uint32_t inner = 0; inner < 2; ++inner) {  // gemm.py:22
                matmul_block(cb_A_shared, cb_B_shared, inner, inner * 2, 0, 0, 2, 2, 2);
            }
            tile_regs_commit();
            cb_pop_front(cb_A_shared, 4);
            cb_pop_front(cb_B_shared, 4);
            cb_reserve_back(cb_C_partial, 4);
            tile_regs_wait();
            for (uint32_t t = 0; t < 4; ++t) {
                pack_tile<true>(t, cb_C_partial, t);
            }
            tile_regs_release();
            cb_push_back(cb_C_partial, 4);
        }
        reconfig_data_format_srca(cb_C_partial);
        copy_init(cb_C_partial);
        pack_reconfig_data_format(cb_C_local);
        cb_wait_front(cb_C_partial, 4);
        cb_reserve_back(cb_C_local, 4);
        tile_regs_acquire();
        copy_block(cb_C_partial, 0, 0, 4);
        tile_regs_commit();
        tile_regs_wait();
        pack_block(0, cb_C_local, 4);  // gemm.py:24
        tile_regs_release();
        cb_push_back(cb_C_local, 4);
        cb_pop_front(cb_C_partial, 4);
    }
}
