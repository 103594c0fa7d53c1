// compute of gemm
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/matmul.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(2);
    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A_shared, cb_B_shared, cb_C_local);
    matmul_block_init(cb_A_shared, cb_B_shared, 0, 1, 1, 1);
    for (uint32_t work = 0; work < count; ++work) {  // gemm.py:12
        tile_regs_acquire();
        for (uint32_t k = 0; k < TILES_K; ++k) {  // gemm.py:18
            cb_wait_front(cb_A_shared, 1);
            cb_wait_front(cb_B_shared, 1);
            matmul_block(cb_A_shared, cb_B_shared, 0, 0, 0, 0, 1, 1, 1);  // gemm.py:21
            cb_pop_front(cb_A_shared, 1);
            cb_pop_front(cb_B_shared, 1);
        }
        tile_regs_commit();
        cb_reserve_back(cb_C_local, 1);  // gemm.py:22
        tile_regs_wait();
        pack_tile(0, cb_C_local);
        tile_regs_release();
        cb_push_back(cb_C_local, 1);
    }
}
