// What has no value: buffers read too early or in part, and indices that name no block.

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

// A part of a shared buffer is read, then one is written.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %two = arith.constant 2.0 : bf16
  %s = grid.alloc : !grid.buffer<64x32xbf16, shared>
  grid.fill %s, %two : !grid.buffer<64x32xbf16, shared>, bf16
  grid.copy %s[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<64x32xbf16, shared> to !grid.buffer<32x32xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: this reads 32x32 elements of 's', which has 64x32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: shared buffers and fragments are used whole; allocate one of the size you need

// -----

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x32xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<64x32xbf16, shared> loc("k.py":7:5)
}
// CHECK:      error: this writes 32x32 elements of 's', which has 64x32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: shared buffers and fragments are used whole; allocate one of the size you need

// -----

// A column has as many elements as a row, but is none.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <32x1> to %s[%c0] sizes <32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32xbf16, shared> loc("k.py":7:5)
}
// CHECK:      error: a copy of 32x1 elements of 'A' into 1x32 elements of 's'
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: a vector is one row: give both sides the same rows and columns

// -----

grid.kernel @k(%A : !grid.buffer<2x32x32xbf16, dram>, %B : !grid.buffer<2x32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  grid.copy %A[%c0, %c0, %c0] sizes <2x32x32> to %B[%c0, %c0, %c0] sizes <2x32x32> : !grid.buffer<2x32x32xbf16, dram> to !grid.buffer<2x32x32xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: a region of 2x32x32 elements of 'A' spans more than its last two dimensions
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: blocks have rows and columns: give every other dimension one index

// -----

grid.kernel @k(%x : index) {
  %c = arith.index_cast %x : index to i32
  %s = grid.alloc : !grid.buffer<32x32xi32, shared>
  grid.fill %s, %c : !grid.buffer<32x32xi32, shared>, i32 loc("k.py":7:5)
}
// CHECK:      error: 's' is filled with a value of run time
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: fill it with a constant
