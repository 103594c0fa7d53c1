// What a buffer may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

"test.op"() {of = !grid.buffer<4x4xbf16, registers>} : () -> ()
// CHECK: 'registers' is not one of global, dram, shared, fragment, var

// -----

"test.op"() {of = !grid.buffer<4x4xf64, shared>} : () -> ()
// CHECK: no buffer has elements of type f64

// -----

"test.op"() {of = !grid.buffer<4x0xf32, shared>} : () -> ()
// CHECK: every dimension is at least 1

// -----

"test.op"() {of = !grid.buffer<f32, shared>} : () -> ()
// CHECK: a shape has at least one dimension

// -----

"test.op"() {of = !grid.buffer<4xf32, var>} : () -> ()
// CHECK: a variable has one element

// -----

"test.op"() {of = !grid.buffer<4xi1, shared>} : () -> ()
// CHECK: no buffer has elements of type i1
