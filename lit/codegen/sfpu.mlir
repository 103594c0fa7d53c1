// SFPU functions: the init each one needs, precise forms, bits of floats in hex, formats as numbers.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @s() attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  metal.sfpu_init "exp_tile"
  metal.sfpu_unary "exp_tile" %c0
  metal.sfpu_init "erf_tile"
  metal.sfpu_unary "erf_tile" %c0
  metal.sfpu_init "round_tile"
  metal.sfpu_unary "round_tile" %c0 {params = [0 : i64]}
  metal.sfpu_init "mul_unary_tile"
  metal.sfpu_unary "mul_unary_tile" %c1 {params = [1056964608 : i64]}
  metal.sfpu_init "mul_int_tile<DataFormat::Int32>"
  metal.sfpu_binary "mul_int_tile<DataFormat::Int32>" %c0, %c1 to %c0
  metal.sfpu_init "typecast_tile<DataFormat::Int32, DataFormat::Float32>"
  metal.sfpu_unary "typecast_tile<DataFormat::Int32, DataFormat::Float32>" %c0
  metal.sfpu_init "fill_tile"
  metal.fill_tile 1.000000e-01 : f32 to %c0
  metal.fill_tile 0xff800000 : f32 to %c0
  metal.fill_tile -3 : i32 to %c1
  metal.sfpu_init "copy_dest_values<DataFormat::Float16_b>"
  metal.copy_dest_values %c0 to %c1 as bf16
}
//      CHECK:#include "api/compute/common.h"
// CHECK-NEXT:#include "api/compute/copy_dest_values.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/binop_with_scalar.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/erf_erfc.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/exp.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/fill.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/rounding.h"
// CHECK-NEXT:#include "api/compute/eltwise_unary/typecast.h"
// CHECK-NEXT:#include "api/compute/mul_int_sfpu.h"
//      CHECK:    exp_tile_init();
// CHECK-NEXT:    exp_tile(0);
// CHECK-NEXT:    erf_tile_init<false>();
// CHECK-NEXT:    erf_tile<false>(0);
// CHECK-NEXT:    rounding_op_tile_init();
// CHECK-NEXT:    round_tile(0, 0);
// CHECK-NEXT:    binop_with_scalar_tile_init();
// CHECK-NEXT:    mul_unary_tile(1, 0x3f000000u /* 0.5 */);
// CHECK-NEXT:    mul_int_tile_init<DataFormat::Int32>();
// CHECK-NEXT:    mul_int_tile<DataFormat::Int32>(0, 1, 0);
// CHECK-NEXT:    typecast_tile_init<(uint32_t)DataFormat::Int32, (uint32_t)DataFormat::Float32>();
// CHECK-NEXT:    typecast_tile<(uint32_t)DataFormat::Int32, (uint32_t)DataFormat::Float32>(0);
// CHECK-NEXT:    fill_tile_init();
// CHECK-NEXT:    fill_tile(0, 0.1f);
// CHECK-NEXT:    fill_tile_bitcast(0, 0xff800000u /* -inf */);
// CHECK-NEXT:    fill_tile_int<DataFormat::Int32>(1, -3);
// CHECK-NEXT:    copy_dest_values_init();
// CHECK-NEXT:    copy_dest_values<DataFormat::Float16_b>(0, 1);
