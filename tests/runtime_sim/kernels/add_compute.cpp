// compute of add
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_binary.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_A = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C = get_compile_time_arg_val(2);
    compute_kernel_hw_startup(cb_A, cb_B, cb_C);
    add_init(cb_A, cb_B);
    for (uint32_t work = 0; work < count; ++work) {  // add.py:12
        cb_wait_front(cb_A, 4);
        cb_wait_front(cb_B, 4);
        cb_reserve_back(cb_C, 4);  // add.py:17
        tile_regs_acquire();
        for (uint32_t i = 0; i < 4; ++i) {
            add_tiles(cb_A, cb_B, i, i, i);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t i = 0; i < 4; ++i) {
            pack_tile(i, cb_C);
        }
        tile_regs_release();
        cb_push_back(cb_C, 4);
        cb_pop_front(cb_A, 4);
        cb_pop_front(cb_B, 4);
    }
}
