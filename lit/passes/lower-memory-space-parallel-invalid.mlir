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
// CHECK-NEXT: note: index with 'offset + i' for one loop index i in each dimension; no element of a buffer is an index

// -----

// A quotient hides an index: two rows would be one.

grid.kernel @k(%A : !grid.buffer<64x32xbf16, dram>, %B : !grid.buffer<64x32xbf16, dram>) {
  %c2 = arith.constant 2 : index
  grid.parallel (%i, %j) in (32, 32) {
    %half = arith.floordivsi %i, %c2 : index
    %p = grid.load %A[%half, %j] : !grid.buffer<64x32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<64x32xbf16, dram>
  }
}
// CHECK:      error: an index of T.Parallel is scaled or mixed with another one
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: index with 'offset + i' for one loop index i in each dimension; no element of a buffer is an index

// -----

// An element as an index: a gather.

grid.kernel @k(%A : !grid.buffer<32x32xi32, dram>, %B : !grid.buffer<32x32xi32, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %j] : !grid.buffer<32x32xi32, dram> -> i32
    %at = arith.index_cast %p : i32 to index
    %q = grid.load %A[%at, %j] : !grid.buffer<32x32xi32, dram> -> i32 loc("k.py":8:13)
    grid.store %q, %B[%i, %j] : i32, !grid.buffer<32x32xi32, dram>
  }
}
// CHECK:      error: an index of T.Parallel is scaled or mixed with another one
// CHECK-NEXT:   --> k.py:8:13
// CHECK-NEXT: note: index with 'offset + i' for one loop index i in each dimension; no element of a buffer is an index

// -----

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %i] : !grid.buffer<32x32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
  }
}
// CHECK:      error: 'A' is indexed along a diagonal
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: use each loop index in one dimension

// -----

grid.kernel @k(%A : !grid.buffer<2x32x32xbf16, dram>) {
  grid.parallel (%b, %i, %j) in (2, 32, 32) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<2x32x32xbf16, dram> -> bf16
    grid.store %p, %A[%b, %i, %j] : bf16, !grid.buffer<2x32x32xbf16, dram>
  } loc("k.py":6:5)
}
// CHECK:      error: T.Parallel over 3 extents that are not 1
// CHECK-NEXT:   --> k.py:6:5
// CHECK-NEXT: note: blocks have rows and columns: make the outer extents loops, with T.serial

// -----

// Two extents, but not those of the tensor's tiles.

grid.kernel @k(%A : !grid.buffer<32x2x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %c0, %j] : !grid.buffer<32x2x32xbf16, dram> -> bf16 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram>
  }
}
// CHECK:      error: a loop index walks over more than rows and columns of 'A'
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: blocks of 'A' have dimensions 1 and 2

// -----

// A number of a place is made of sums, products, quotients and remainders.

grid.kernel @k(%B : !grid.buffer<32x32xi32, dram>) {
  %c2 = arith.constant 2 : index
  grid.parallel (%i, %j) in (32, 32) {
    %rest = arith.ceildivsi %i, %c2 : index
    %p = arith.index_cast %rest : index to i32 loc("k.py":7:13)
    grid.store %p, %B[%i, %j] : i32, !grid.buffer<32x32xi32, dram>
  }
}
// CHECK:      error: a value of T.Parallel depends on a loop index in a way that is no sum
// CHECK-NEXT:   --> k.py:7:13
// CHECK-NEXT: note: use +, -, *, // and % of loop indices

// -----

// Every row would write the one element of its column.

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %V : !grid.buffer<32xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %A[%i, %j] : !grid.buffer<32x32xbf16, dram> -> bf16
    grid.store %p, %V[%j] : bf16, !grid.buffer<32xbf16, dram> loc("k.py":8:9)
  }
}
// CHECK:      error: several iterations of T.Parallel write one element of 'V'
// CHECK-NEXT:   --> k.py:8:9
// CHECK-NEXT: note: reduce with T.reduce_sum or T.reduce_max, or index with every loop index

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

// -----

// The first column is written where every column reads it.

grid.kernel @k(%s0 : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  grid.copy %s0[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %s[%i, %c0] : !grid.buffer<32x32xbf16, shared> -> bf16
    grid.store %p, %s[%i, %j] : bf16, !grid.buffer<32x32xbf16, shared> loc("k.py":8:9)
  }
}
// CHECK:      error: an iteration of T.Parallel uses what another one writes in 's'
// CHECK-NEXT:   --> k.py:8:9
// CHECK-NEXT: note: split the loop in two, or use two buffers
