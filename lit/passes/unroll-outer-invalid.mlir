// What is not one op for each block of a stack.

// RUN: ttc-opt %s -p unroll-outer --split-input-file --verify-diagnostics | filecheck %s

// Blocks are folded one by one, and more than that are a program nobody wants to read.

grid.kernel @outer() {
  %x = grid.alloc : !grid.buffer<100x32x64xf32, fragment>
  %y = grid.alloc : !grid.buffer<32x64xf32, fragment>
  grid.reduce "sum" %x, %y {dim = 0 : i64, clear} : !grid.buffer<100x32x64xf32, fragment>, !grid.buffer<32x64xf32, fragment> loc("k.py":7:5)
}
// CHECK:      error: this goes along 100 blocks of a stack; 64 is the limit
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: combine them in a loop over the outer dimension: for s in T.serial(...)

// -----

// A product gives a matrix, and its rows cannot become blocks of their own.

grid.kernel @rows() {
  %x = grid.alloc : !grid.buffer<3x32x64xf32, fragment>
  %a = grid.alloc : !grid.buffer<3x64xf32, shared>
  %b = grid.alloc : !grid.buffer<64x32xf32, shared>
  %c = grid.alloc : !grid.buffer<3x32xf32, fragment>
  grid.gemm %a, %b, %c : !grid.buffer<3x64xf32, shared>, !grid.buffer<64x32xf32, shared>, !grid.buffer<3x32xf32, fragment> loc("k.py":7:5)
  grid.parallel (%s, %i, %j) in (3, 32, 64) {
    %p = grid.load %x[%s, %i, %j] : !grid.buffer<3x32x64xf32, fragment> -> f32
    %q = grid.load %c[%s, %i] : !grid.buffer<3x32xf32, fragment> -> f32
    %r = arith.mulf %p, %q : f32
    grid.store %r, %x[%s, %i, %j] : f32, !grid.buffer<3x32x64xf32, fragment>
  } loc("k.py":8:5)
}
// CHECK:      error: 'c' is a matrix here, and used row by row elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: each row is a block of its own here
// CHECK-NEXT:   --> k.py:8:5
// CHECK-NEXT: note: store it in a tensor, and read that in another kernel function
