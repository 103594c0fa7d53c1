// compute of transpose, emitted by ttc: circular buffers -> DST -> circular buffers
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/transpose.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    // transpose.py:20  T.transpose(a, b)
    compute_kernel_hw_startup(cb_a, cb_b);
    // transpose.py:16  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    transpose_init(cb_a);
    for (uint32_t i = 0; i < count; ++i) {
        // transpose.py:20  T.transpose(a, b)
        cb_wait_front(cb_a, 6);
        cb_reserve_back(cb_b, 6);
        tile_regs_acquire();
        for (uint32_t r = 0; r < 3; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                transpose_tile(cb_a, c * 3 + r, r * 2 + c);
            }
        }
        tile_regs_commit();
        tile_regs_wait();
        for (uint32_t t = 0; t < 6; ++t) {
            pack_tile<true>(t, cb_b, t);
        }
        tile_regs_release();
        cb_push_back(cb_b, 6);
        cb_pop_front(cb_a, 6);
    }
}
