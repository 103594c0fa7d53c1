// Pools, dimensions and broadcasts that the SDK does not offer.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>) attributes {role = "reader"} {
  metal.prepare_reduce_scaler %a "MIN" "REDUCE_ROW" : !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.prepare_reduce_scaler': a reduction's pool is one of SUM, MAX

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>, %d : index) attributes {role = "compute"} {
  metal.reduce_tile "SUM" "ROW" %a[%d], %a[%d] to %d : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.reduce_tile': a reduction's dim is one of REDUCE_ROW, REDUCE_COL

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>, %d : index) attributes {role = "compute"} {
  metal.tiles_bcast %a[%d], %a[%d] to %d {kind = "div", dim = "rows"} : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.tiles_bcast': the FPU's binary ops are add, sub, mul

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>, %d : index) attributes {role = "compute"} {
  metal.unary_bcast "row" %a[%d] to %d : !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.unary_bcast': a broadcast is one of rows, cols, scalar

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>, %d : index) attributes {role = "compute"} {
  metal.fill_word %d to %d : index
}
// CHECK: Expected one of
