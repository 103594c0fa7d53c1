// Reductions and broadcasts, words of run time, and the tiles that the reader makes.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @c(%a : !metal.cb<2x2xbf16, depth=1>, %s : !metal.cb<1x1xbf16, depth=1>, %f : f32, %d : index)
    attributes {role = "compute"} {
  metal.reduce_init "MAX" "REDUCE_COL" %a, %s, %a : !metal.cb<2x2xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>
  metal.reduce_tile "MAX" "REDUCE_COL" %a[%d], %s[%d] to %d : !metal.cb<2x2xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
  metal.reduce_uninit %a : !metal.cb<2x2xbf16, depth=1>
  metal.bcast_init %a, %a {kind = "mul", dim = "cols"} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>
  metal.tiles_bcast %a[%d], %a[%d] to %d {kind = "mul", dim = "cols"} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>
  metal.unary_bcast_init "scalar" %a : !metal.cb<2x2xbf16, depth=1>
  metal.unary_bcast "scalar" %a[%d] to %d : !metal.cb<2x2xbf16, depth=1>
  metal.unary_bcast_uninit "scalar" %a : !metal.cb<2x2xbf16, depth=1>
  %w = metal.float_bits %d : index
  metal.sfpu_unary "unary_ge_tile" %d(%w)
  metal.sfpu_ternary "where_tile<DataFormat::Float32>" %d, %d, %d to %d
  metal.fill_word %f to %d : f32
  metal.fill_word %w to %d {integer} : i32
}
// CHECK:      metal.kernel @c(%a: [[A:!metal.cb<2x2xbf16, depth=1>]], %s: [[S:!metal.cb<1x1xbf16, depth=1>]], %f: f32, %d: index)
// CHECK-NEXT:   metal.reduce_init "MAX" "REDUCE_COL" %a, %s, %a : [[A]], [[S]], [[A]]
// CHECK-NEXT:   metal.reduce_tile "MAX" "REDUCE_COL" %a[%d], %s[%d] to %d : [[A]], [[S]]
// CHECK-NEXT:   metal.reduce_uninit %a : [[A]]
// CHECK-NEXT:   metal.bcast_init %a, %a {kind = "mul", dim = "cols"} : [[A]], [[A]]
// CHECK-NEXT:   metal.tiles_bcast %a[%d], %a[%d] to %d {kind = "mul", dim = "cols"} : [[A]], [[A]]
// CHECK-NEXT:   metal.unary_bcast_init "scalar" %a : [[A]]
// CHECK-NEXT:   metal.unary_bcast "scalar" %a[%d] to %d : [[A]]
// CHECK-NEXT:   metal.unary_bcast_uninit "scalar" %a : [[A]]
// CHECK-NEXT:   %w = metal.float_bits %d : index
// CHECK-NEXT:   metal.sfpu_unary "unary_ge_tile" %d(%w)
// CHECK-NEXT:   metal.sfpu_ternary "where_tile<DataFormat::Float32>" %d, %d, %d to %d
// CHECK-NEXT:   metal.fill_word %f to %d : f32
// CHECK-NEXT:   metal.fill_word %w to %d {integer} : i32

metal.kernel @r(%s : !metal.cb<1x1xbf16, depth=1>, %l1 : index) attributes {role = "reader"} {
  metal.prepare_reduce_scaler %s "SUM" "REDUCE_ROW" : !metal.cb<1x1xbf16, depth=1>
  metal.write_numbers %l1, 1, -1
}
// CHECK:      metal.kernel @r(%s: [[S]], %l1: index)
// CHECK-NEXT:   metal.prepare_reduce_scaler %s "SUM" "REDUCE_ROW" : [[S]]
// CHECK-NEXT:   metal.write_numbers %l1, 1, -1
