// compute of quantize, emitted by ttc: circular buffers -> DST -> circular buffers
#include <bit>
#include <cstdint>
#include "api/compute/common.h"
#include "api/compute/bcast.h"
#include "api/compute/compute_kernel_api.h"
#include "api/compute/copy_dest_values.h"
#include "api/compute/eltwise_binary_sfpu.h"
#include "api/compute/eltwise_unary/binop_with_scalar.h"
#include "api/compute/eltwise_unary/comp.h"
#include "api/compute/eltwise_unary/fill.h"
#include "api/compute/eltwise_unary/recip.h"
#include "api/compute/eltwise_unary/rounding.h"
#include "api/compute/eltwise_unary/typecast.h"
#include "api/compute/eltwise_unary/where.h"
#include "api/compute/reduce.h"
#include "api/compute/tile_move_copy.h"

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

void kernel_main() {
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(1);
    constexpr uint32_t cb_x = get_compile_time_arg_val(2);
    constexpr uint32_t cb_block = get_compile_time_arg_val(3);
    constexpr uint32_t cb_largest = get_compile_time_arg_val(4);
    constexpr uint32_t cb_inverse = get_compile_time_arg_val(5);
    constexpr uint32_t cb_q = get_compile_time_arg_val(6);
    constexpr uint32_t cb_largest_out = get_compile_time_arg_val(7);
    // quantize.py:28  T.reduce_absmax(x, largest, dim=1)
    compute_kernel_hw_startup(cb_x, cb_block);
    // quantize.py:22  with T.Kernel(T.ceildiv(M, BM)) as by:
    cb_wait_front(cb_max_rows_ones, 1);
    cb_wait_front(cb_places, 1);
    for (uint32_t i = 0; i < count; ++i) {
        // quantize.py:28  T.reduce_absmax(x, largest, dim=1)
        cb_wait_front(cb_x, 7);
        cb_reserve_back(cb_block, 7);
        pack_reconfig_data_format(cb_block);
        for (uint32_t col = 0; col < 7; ++col) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, col, 0);
            abs_tile_init();
            abs_tile(0);
            const uint32_t d = 199 - col * 32;
            if (int32_t(d) < 31) {
                if (int32_t(d) < 0) {
                    fill_tile_init();
                    fill_tile_bitcast(0, 0xff800000u /* -inf */);
                } else {
                    reconfig_data_format_srca(cb_places);
                    copy_init(cb_places);
                    copy_tile(cb_places, 0, 1);
                    unary_ge_tile_init();
                    unary_ge_tile(1, float_bits(0 - d));
                    fill_tile_init();
                    fill_tile_bitcast(2, 0xff800000u /* -inf */);
                    where_tile_init();
                    where_tile<DataFormat::Float32>(1, 0, 2, 0);
                }
            }
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_block, col);
            tile_regs_release();
        }
        cb_push_back(cb_block, 7);
        // quantize.py:32  inverse[i] = (1.0 / largest[i]) * 127.0
        cb_wait_front(cb_block, 7);
        cb_reserve_back(cb_largest, 1);
        cb_reserve_back(cb_inverse, 1);
        tile_regs_acquire();
        reconfig_data_format(cb_block, cb_max_rows_ones);  // quantize.py:28
        reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_block, cb_max_rows_ones, cb_largest);
        for (uint32_t k = 0; k < 7; ++k) {
            reduce_tile<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_block, cb_max_rows_ones, k, 0, 0);
        }
        // quantize.py:31  largest[i] = T.max(largest[i], 1e-6)
        unary_max_tile_init();
        unary_max_tile(0, 0x358637bdu /* 1e-06 */);
        copy_dest_values_init();  // quantize.py:32
        copy_dest_values<DataFormat::Float32>(0, 1);
        recip_tile_init();
        recip_tile(1);
        binop_with_scalar_tile_init();
        mul_unary_tile(1, 0x42fe0000u /* 127.0 */);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_largest);
        pack_tile<true>(0, cb_largest, 0);
        pack_tile<true>(1, cb_inverse, 0);
        tile_regs_release();
        reduce_uninit(cb_block);
        cb_push_back(cb_largest, 1);
        cb_push_back(cb_inverse, 1);
        cb_pop_front(cb_block, 7);
        // quantize.py:34  q[i, j] = T.cast(T.clamp(T.round(x[i, j] * inverse[i]), -127.0, 127.0)...
        cb_wait_front(cb_inverse, 1);
        cb_reserve_back(cb_q, 7);
        pack_reconfig_data_format(cb_q);
        for (uint32_t col = 0; col < 7; ++col) {
            tile_regs_acquire();
            reconfig_data_format_srca(cb_x);
            copy_init(cb_x);
            copy_tile(cb_x, col, 0);
            reconfig_data_format(cb_inverse, cb_inverse);
            unary_bcast_init<BroadcastType::COL>(cb_inverse);
            unary_bcast<BroadcastType::COL>(cb_inverse, 0, 1);
            mul_binary_tile_init();
            mul_binary_tile(0, 1, 0);
            unary_bcast_uninit<BroadcastType::COL>(cb_inverse);
            rounding_op_tile_init();
            round_tile(0, 0);
            unary_max_tile_init();
            unary_max_tile(0, 0xc2fe0000u /* -127.0 */);
            unary_min_tile_init();
            unary_min_tile(0, 0x42fe0000u /* 127.0 */);
            typecast_tile_init<(uint32_t)DataFormat::Float32, (uint32_t)DataFormat::Int32>();
            typecast_tile<(uint32_t)DataFormat::Float32, (uint32_t)DataFormat::Int32>(0);
            unary_max_int32_tile_init();
            unary_max_int32_tile(0, 0xffffff80u /* -128 */);
            unary_min_int32_tile_init();
            unary_min_int32_tile(0, 127);
            typecast_tile_init<(uint32_t)DataFormat::Int32, (uint32_t)DataFormat::Int8>();
            typecast_tile<(uint32_t)DataFormat::Int32, (uint32_t)DataFormat::Int8>(0);
            tile_regs_commit();
            tile_regs_wait();
            pack_tile<true>(0, cb_q, col);
            tile_regs_release();
        }
        cb_push_back(cb_q, 7);
        cb_pop_front(cb_x, 7);
        cb_pop_front(cb_inverse, 1);
        // quantize.py:36  largest[i] = largest[i] / 127.0
        cb_wait_front(cb_largest, 1);
        cb_reserve_back(cb_largest_out, 1);
        tile_regs_acquire();
        copy_init(cb_largest);
        copy_tile(cb_largest, 0, 0);
        binop_with_scalar_tile_init();
        mul_unary_tile(0, 0x3c010204u /* 0.007874016 */);
        tile_regs_commit();
        tile_regs_wait();
        pack_reconfig_data_format(cb_largest_out);
        pack_tile(0, cb_largest_out);
        tile_regs_release();
        cb_push_back(cb_largest_out, 1);
        cb_pop_front(cb_largest, 1);
    }
    cb_pop_front(cb_max_rows_ones, 1);  // quantize.py:22
    cb_pop_front(cb_places, 1);
}
