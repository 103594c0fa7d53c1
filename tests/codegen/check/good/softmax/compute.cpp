// compute of softmax
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/eltwise_unary/exp.h"
#include "api/compute/eltwise_unary/recip.h"
#include "api/compute/reduce.h"

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_X = get_compile_time_arg_val(0);
    constexpr uint32_t cb_one = get_compile_time_arg_val(1);
    constexpr uint32_t cb_stat = get_compile_time_arg_val(2);
    constexpr uint32_t cb_E = get_compile_time_arg_val(3);
    constexpr uint32_t cb_Y = get_compile_time_arg_val(4);
    compute_kernel_hw_startup(cb_X, cb_one, cb_stat);
    cb_wait_front(cb_one, 1);
    exp_tile_init();
    for (uint32_t work = 0; work < count; ++work) {  // softmax.py:8
        cb_wait_front(cb_X, 4);
        reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_X, cb_one, cb_stat);  // softmax.py:10
        tile_regs_acquire();
        for (uint32_t t = 0; t < 4; ++t) {
            reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_X, cb_one, t, 0, 0);
        }
        tile_regs_commit();
        cb_reserve_back(cb_stat, 1);
        tile_regs_wait();
        pack_tile(0, cb_stat);
        tile_regs_release();
        cb_push_back(cb_stat, 1);
        reduce_uninit();
        cb_wait_front(cb_stat, 1);
        cb_reserve_back(cb_E, 4);
        sub_bcast_cols_init(cb_X, cb_stat);  // softmax.py:11
        exp_tile_init();
        tile_regs_acquire();
        for (uint32_t t = 0; t < 4; ++t) {
            sub_tiles_bcast_cols(cb_X, cb_stat, t, 0, t);
            exp_tile(t);
        }
        tile_regs_commit();
        tile_regs_wait();
        pack_block(0, cb_E, 4);
        tile_regs_release();
        cb_push_back(cb_E, 4);
        cb_pop_front(cb_X, 4);
        cb_pop_front(cb_stat, 1);
        cb_wait_front(cb_E, 4);
        reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_E, cb_one, cb_stat);  // softmax.py:12
        recip_tile_init();
        tile_regs_acquire();
        reduce_block<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_E, cb_one, 0, 0, 0, 1);
        for (uint32_t t = 1; t < 4; ++t) {
            reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_E, cb_one, t, 0, 0);
        }
        recip_tile(0);
        tile_regs_commit();
        cb_reserve_back(cb_stat, 1);
        tile_regs_wait();
        pack_tile(0, cb_stat);
        tile_regs_release();
        cb_push_back(cb_stat, 1);
        reduce_uninit();
        cb_wait_front(cb_stat, 1);
        mul_bcast_cols_init(cb_E, cb_stat);  // softmax.py:13
        for (uint32_t t = 0; t < 4; ++t) {
            cb_reserve_back(cb_Y, 1);
            tile_regs_acquire();
            mul_tiles_bcast_cols(cb_E, cb_stat, t, 0, 0);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile(0, cb_Y);
            tile_regs_release();
            cb_push_back(cb_Y, 1);
        }
        cb_pop_front(cb_E, 4);
        cb_pop_front(cb_stat, 1);
    }
    cb_pop_front(cb_one, 1);
}
