// What has no value: buffers read too early, and regions that are more than rows and columns.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file --verify-diagnostics | filecheck %s

// Nothing was ever written.

grid.kernel @k(%C : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared> loc("k.py":4:5)
  grid.copy %s[%c0, %c0] sizes <32x32> to %C[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: 's' is read before it is written
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: 's' is allocated here
// CHECK-NEXT:   --> k.py:4:5
// CHECK-NEXT: note: fill it first: T.clear, T.fill, or a T.copy into it

// -----

// The first turn of the loop reads what only later ones would find.

grid.kernel @k() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared> loc("k.py":4:5)
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment> loc("k.py":5:5)
  %two = arith.constant 2.0 : bf16
  grid.fill %s, %two : !grid.buffer<32x32xbf16, shared>, bf16
  scf.for %k = %c0 to %c4 step %c1 {
    grid.gemm %s, %s, %c : !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xf32, fragment> loc("k.py":8:9)
  }
}
// CHECK:      error: 'c' is read before it is written
// CHECK-NEXT:   --> k.py:8:9
// CHECK-NEXT: note: 'c' is allocated here
// CHECK-NEXT:   --> k.py:5:5
// CHECK-NEXT: note: fill it first: T.clear, T.fill, or a T.copy into it

// -----

// What one way of a branch leaves unwritten is not read after it.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %n : i32) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %two = arith.constant 2.0 : bf16
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared> loc("k.py":4:5)
  %is = arith.cmpi eq, %n, %zero : i32
  scf.if %is {
    grid.fill %s, %two : !grid.buffer<32x32xbf16, shared>, bf16
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: 's' is read before it is written
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: 's' is allocated here
// CHECK-NEXT:   --> k.py:4:5
// CHECK-NEXT: note: fill it first: T.clear, T.fill, or a T.copy into it

// -----

// A variable that only a later turn would find written.

grid.kernel @k(%A : !grid.buffer<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %one = arith.constant 1 : i32
  %n = grid.alloc : !grid.buffer<1xi32, var>
  scf.for %k = %c0 to %c4 step %c1 {
    %old = grid.load %n[%c0] : !grid.buffer<1xi32, var> -> i32 loc("k.py":6:9)
    %new = arith.addi %old, %one : i32
    grid.store %new, %n[%c0] : i32, !grid.buffer<1xi32, var>
  }
}
// CHECK:      error: 'n' is read before it is written
// CHECK-NEXT:   --> k.py:6:9
// CHECK-NEXT: note: give T.alloc_var a value to begin with

// -----

// A tensor is cut into one matrix at a time.

grid.kernel @k(%A : !grid.buffer<2x32x32xbf16, dram>, %B : !grid.buffer<2x32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  grid.copy %A[%c0, %c0, %c0] sizes <2x32x32> to %B[%c0, %c0, %c0] sizes <2x32x32> : !grid.buffer<2x32x32xbf16, dram> to !grid.buffer<2x32x32xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: a region of 2x32x32 elements of 'A' is more than one matrix
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: blocks have rows and columns, here dimensions 1 and 2 of 'A': give every other dimension one index

// -----

// Half of each matrix of a stack is no run of rows.

grid.kernel @k(%A : !grid.buffer<64x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %two = arith.constant 2.0 : bf16
  %s = grid.alloc : !grid.buffer<2x64x32xbf16, shared>
  %t = grid.alloc : !grid.buffer<2x32x32xbf16, shared>
  grid.fill %s, %two : !grid.buffer<2x64x32xbf16, shared>, bf16
  grid.copy %s[%c0, %c0, %c0] sizes <2x32x32> to %t[%c0, %c0, %c0] sizes <2x32x32> : !grid.buffer<2x64x32xbf16, shared> to !grid.buffer<2x32x32xbf16, shared> loc("k.py":7:5)
}
// CHECK:      error: a region of 2x32x32 elements of 's' is more than one matrix
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: blocks have rows and columns, here dimensions 1 and 2 of 's': give every other dimension one index

// -----

// The rows of a buffer that has views follow one another: its matrices share tiles.

grid.kernel @k(%A : !grid.buffer<2x20xf32, dram>) {
  %c0 = arith.constant 0 : index
  %two = arith.constant 2.0 : f32
  %s = grid.alloc : !grid.buffer<2x20x64xf32, shared>
  %v = grid.reshape %s : !grid.buffer<2x20x64xf32, shared> to !grid.buffer<40x64xf32, shared>
  %t = grid.alloc : !grid.buffer<2x20xf32, shared>
  grid.fill %v, %two : !grid.buffer<40x64xf32, shared>, f32
  grid.reduce "sum" %s, %t {dim = 2 : i64, clear} : !grid.buffer<2x20x64xf32, shared>, !grid.buffer<2x20xf32, shared> loc("k.py":7:5)
}
// CHECK:      error: 's' has 3 dimensions and views, and its 20 rows fill no tiles
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: use multiples of 32 rows, or no T.reshape and T.view of it
