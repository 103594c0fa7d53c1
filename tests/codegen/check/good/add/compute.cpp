// compute of add
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_binary.h"
#include "api/compute/eltwise_unary/exp.h"
#include "api/compute/eltwise_unary/relu.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_shared = get_compile_time_arg_val(2);
    compute_kernel_hw_startup(cb_A_shared, cb_B_shared, cb_C_shared);
    add_init(cb_A_shared, cb_B_shared);
    for (uint32_t work = 0; work < count; ++work) {  // add.py:9
        cb_wait_front(cb_A_shared, 2);
        cb_wait_front(cb_B_shared, 2);
        cb_reserve_back(cb_C_shared, 2);
        for (uint32_t t = 0; t < 2; ++t) {  // add.py:14
            tile_regs_acquire();
            add_tiles(cb_A_shared, cb_B_shared, t, t, 0);  // add.py:15
            exp_tile_init();
            exp_tile(0);
            relu_max_tile_init();
            relu_max_tile(0, 0x40c00000);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile(0, cb_C_shared);
            tile_regs_release();
        }
        cb_push_back(cb_C_shared, 2);
        cb_pop_front(cb_A_shared, 2);
        cb_pop_front(cb_B_shared, 2);
    }
}
