// compute of add, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/eltwise_binary.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr uint32_t cb_C_local = get_compile_time_arg_val(2);
    // add.py:25  C_local[i, j] = A_shared[i, j] + B_shared[i, j]
    compute_kernel_hw_startup(cb_A_shared, cb_B_shared, cb_C_local);
    // add.py:18  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), threads=128) as (bx, by):
    add_init(cb_A_shared, cb_B_shared);
    for (uint32_t i = 0; i < count; ++i) {
        // add.py:25  C_local[i, j] = A_shared[i, j] + B_shared[i, j]
        cb_wait_front(cb_A_shared, 4);
        cb_wait_front(cb_B_shared, 4);
        cb_reserve_back(cb_C_local, 4);
        tile_regs_acquire();
        for (uint32_t t = 0; t < 4; ++t) {
            add_tiles(cb_A_shared, cb_B_shared, t, t, t);
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 4; ++t) {
            pack_tile(t, cb_C_local);
        }
        tile_regs_release();
        cb_push_back(cb_C_local, 4);
        cb_pop_front(cb_A_shared, 4);
        cb_pop_front(cb_B_shared, 4);
    }
}
