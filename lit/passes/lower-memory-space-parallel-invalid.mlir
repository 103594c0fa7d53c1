// Bodies of T.Parallel that are not the same scalar code on whole blocks.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file --verify-diagnostics | filecheck %s

grid.kernel @k(%A : !grid.buffer<64x32xbf16, dram>, %B : !grid.buffer<64x32xbf16, dram>) {
  %c2 = arith.constant 2 : index
  grid.parallel (%i, %j) in (32, 32) {
    %i2 = arith.muli %i, %c2 : index
    %p = grid.load %A[%i2, %j] : !grid.buffer<64x32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<64x32xbf16, dram>
  }
}
// CHECK:      error: an index of T.Parallel is scaled or mixed with another one
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: index with 'offset + i' for one loop index i in each dimension

// -----

// A broadcast: one index is not used.

grid.kernel @k(%A : !grid.buffer<32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%j] : !grid.buffer<32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
  }
}
// CHECK:      error: 'A' is not indexed by every loop index of T.Parallel, in its last two dimensions
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: broadcasts and gathers are not supported yet; use a buffer of the extents of T.Parallel

// -----

grid.kernel @k(%A : !grid.buffer<2x32x32xbf16, dram>) {
  grid.parallel (%b, %i, %j) in (2, 32, 32) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<2x32x32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %A[%b, %i, %j] : bf16, !grid.buffer<2x32x32xbf16, dram>
  }
}
// CHECK:      error: T.Parallel over 3 dimensions
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: T.Parallel takes one or two extents that are not 1

// -----

grid.kernel @k(%B : !grid.buffer<32x32xi32, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = arith.index_cast %i : index to i32 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : i32, !grid.buffer<32x32xi32, dram>
  }
}
// CHECK:      error: an index is used as a value in T.Parallel
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: values that depend on the place are not supported yet

// -----

// What one iteration stores, another one would read: `A[i, j] = ...; ... = A[j, i]`.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %j] : !grid.buffer<32x32xbf16, dram> -> bf16
    grid.store %p, %A[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
    %q = grid.load %A[%j, %i] : !grid.buffer<32x32xbf16, dram> -> bf16 loc("k.py":8:13)
    grid.store %q, %B[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
  }
}
// CHECK:      error: an iteration of T.Parallel uses what another one writes in 'A'
// CHECK-NEXT:   --> k.py:8:13
// CHECK-NEXT: note: split the loop in two, or use two buffers

// -----

// Two stores that overlap: the second one is refused.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %j] : !grid.buffer<32x32xbf16, dram> -> bf16
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
    grid.store %p, %B[%j, %i] : bf16, !grid.buffer<32x32xbf16, dram> loc("k.py":8:9)
  }
}
// CHECK:      error: an iteration of T.Parallel uses what another one writes in 'B'
// CHECK-NEXT:   --> k.py:8:9
// CHECK-NEXT: note: split the loop in two, or use two buffers
