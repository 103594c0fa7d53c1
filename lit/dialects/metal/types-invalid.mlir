// A circular buffer holds whole blocks of a type that pages can have.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @k(%cb : !metal.cb<2x2xbf16, depth=0>) attributes {role = "reader"} {}
// CHECK: a circular buffer holds at least one block

// -----

metal.kernel @k(%cb : !metal.cb<2x0xbf16, depth=1>) attributes {role = "reader"} {}
// CHECK: every dimension is at least 1

// -----

metal.kernel @k(%cb : !metal.cb<2x2xf64, depth=1>) attributes {role = "reader"} {}
// CHECK: no page has elements of type f64

// -----

metal.kernel @k(%cb : !metal.cb<2x2xbf16, depth=1, unpack_to_dest>) attributes {role = "reader"} {}
// CHECK: only float32 pages have an unpack_to_dest mode to choose
