// Reductions, broadcasts and choices: template arguments, inits, and helpers of the file.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

!A = !metal.cb<1x2xbf16, depth=1, id=0>
!S = !metal.cb<1x1xbf16, depth=1, id=1>

metal.kernel @r(%a : !A, %s : !S, %f : f32, %n : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  metal.compute_kernel_hw_startup %s, %a, %a : !S, !A, !A
  metal.reduce_init "SUM" "REDUCE_ROW" %a, %s, %a : !A, !S, !A
  metal.reduce_tile "SUM" "REDUCE_ROW" %a[%c1], %s[%c0] to %c0 : !A, !S
  metal.reduce_uninit %a : !A
  metal.bcast_init %a, %s {kind = "sub", dim = "rows"} : !A, !S
  metal.tiles_bcast %a[%c1], %s[%c0] to %c0 {kind = "sub", dim = "rows"} : !A, !S
  metal.unary_bcast_init "cols" %s : !S
  metal.unary_bcast "cols" %s[%c0] to %c1 : !S
  metal.unary_bcast_uninit "cols" %s : !S
  %w = metal.float_bits %n : index
  metal.sfpu_init "unary_ge_tile"
  metal.sfpu_unary "unary_ge_tile" %c0(%w)
  metal.sfpu_init "where_tile<DataFormat::Float32>"
  metal.sfpu_ternary "where_tile<DataFormat::Float32>" %c0, %c1, %c0 to %c0
  metal.fill_word %f to %c0 : f32
}

metal.kernel @d(%s : !S) attributes {role = "reader"} {
  metal.prepare_reduce_scaler %s "MAX" "REDUCE_COL" : !S
  metal.cb_reserve_back %s 1 : !S
  %l1 = metal.get_write_ptr %s : !S
  metal.write_numbers %l1, 1, -1
  metal.cb_push_back %s 1 : !S
}
//      CHECK:// compute of r, emitted by ttc: circular buffers -> DST -> circular buffers
// CHECK-NEXT:#include <bit>
// CHECK-NEXT:#include <cstdint>
// CHECK-NEXT:#include "api/compute/common.h"
// CHECK-NEXT:#include "api/compute/bcast.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/comp.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/fill.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/where.h"
// CHECK-NEXT:#include "api/compute/reduce.h"
//      CHECK:// The bits of the float that equals `number`, which is exact below 2^24.
// CHECK-NEXT:inline uint32_t float_bits(int32_t number) {
// CHECK-NEXT:    return std::bit_cast<uint32_t>(static_cast<float>(number));
// CHECK-NEXT:}
//      CHECK:void kernel_main() {
// CHECK-NEXT:    const uint32_t f = get_arg_val<uint32_t>(0);
// CHECK-NEXT:    const uint32_t n = get_arg_val<uint32_t>(1);
// CHECK-NEXT:    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
// CHECK-NEXT:    constexpr uint32_t cb_s = get_compile_time_arg_val(1);
// CHECK-NEXT:    compute_kernel_hw_startup(cb_s, cb_a, cb_a);
// CHECK-NEXT:    reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_a, cb_s, cb_a);
// CHECK-NEXT:    reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_a, cb_s, 1, 0, 0);
// CHECK-NEXT:    reduce_uninit(cb_a);
// CHECK-NEXT:    sub_bcast_rows_init(cb_a, cb_s);
// CHECK-NEXT:    sub_tiles_bcast_rows(cb_a, cb_s, 1, 0, 0);
// CHECK-NEXT:    unary_bcast_init<BroadcastType::COL>(cb_s);
// CHECK-NEXT:    unary_bcast<BroadcastType::COL>(cb_s, 0, 1);
// CHECK-NEXT:    unary_bcast_uninit<BroadcastType::COL>(cb_s);
// CHECK-NEXT:    const uint32_t w = float_bits(n);
// CHECK-NEXT:    unary_ge_tile_init();
// CHECK-NEXT:    unary_ge_tile(0, w);
// CHECK-NEXT:    where_tile_init();
// CHECK-NEXT:    where_tile<DataFormat::Float32>(0, 1, 0, 0);
// CHECK-NEXT:    fill_tile_bitcast(0, f);
// CHECK-NEXT:}
//      CHECK:// reader of d, emitted by ttc: DRAM -> circular buffers
// CHECK-NEXT:#include <bit>
// CHECK-NEXT:#include <cstdint>
// CHECK-NEXT:#include "api/dataflow/dataflow_api.h"
// CHECK-NEXT:#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"
//      CHECK:// The bits of the float that equals `number`, which is exact below 2^24.
// CHECK-NEXT:inline uint32_t float_bits(int32_t number) {
// CHECK-NEXT:    return std::bit_cast<uint32_t>(static_cast<float>(number));
// CHECK-NEXT:}
//      CHECK:// Fills a tile of floats with a * r + b * c in row r, column c: four faces of 16 x 16.
// CHECK-NEXT:inline void write_numbers(uint32_t l1, int32_t a, int32_t b) {
// CHECK-NEXT:    volatile tt_l1_ptr uint32_t* tile = reinterpret_cast<volatile tt_l1_ptr uint32_t*>(l1);
// CHECK-NEXT:    for (uint32_t i = 0; i < 1024; ++i) {
// CHECK-NEXT:        const uint32_t r = i / 512 * 16 + i % 256 / 16;
// CHECK-NEXT:        const uint32_t c = i / 256 % 2 * 16 + i % 16;
// CHECK-NEXT:        tile[i] = float_bits(a * r + b * c);
// CHECK-NEXT:    }
// CHECK-NEXT:}
//      CHECK:void kernel_main() {
// CHECK-NEXT:    constexpr uint32_t cb_s = get_compile_time_arg_val(0);
// CHECK-NEXT:    dataflow_kernel_lib::prepare_reduce_scaler<
// CHECK-NEXT:        cb_s, ckernel::PoolType::MAX, ckernel::ReduceDim::REDUCE_COL>(1.0f);
// CHECK-NEXT:    cb_reserve_back(cb_s, 1);
// CHECK-NEXT:    const uint32_t l1 = get_write_ptr(cb_s);
// CHECK-NEXT:    write_numbers(l1, 1, -1);
// CHECK-NEXT:    cb_push_back(cb_s, 1);
// CHECK-NEXT:}
