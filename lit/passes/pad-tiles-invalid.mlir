// What cannot be whole tiles.

// RUN: ttc-opt %s -p pad-tiles --split-input-file --verify-diagnostics | filecheck %s

// An offset that tiles do not begin at.

tile.kernel @k(%A : !tile.tensor<128x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %r = arith.muli %start, %c16 : index
  %s = tile.load %A[%r, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16> loc("k.py":7:5)
}
// CHECK:      error: the row offset into 'A' is not provably a multiple of 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: memory moves in 32x32 tiles: use offsets such as 'by * block' with a block that is a multiple of 32

// -----

tile.kernel @k(%A : !tile.tensor<64x128xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %s = tile.fill(0.0) : tensor<64x32xbf16>
  tile.store %s, %A[%c0, %start] : tensor<64x32xbf16>, !tile.tensor<64x128xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: the column offset into 'A' is not provably a multiple of 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: memory moves in 32x32 tiles: use offsets such as 'by * block' with a block that is a multiple of 32

// -----

// A store of 40 rows would overwrite the 24 after them.

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = tile.fill(0.0) : tensor<40x64xbf16>
  tile.store %s, %A[%c0, %c0] : tensor<40x64xbf16>, !tile.tensor<64x64xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: a block of 40 rows of 'A' is no multiple of 32 and ends at 40 of 64
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: tiles are 32x32: make the block a multiple of 32, or let it reach the end of 'A'

// -----

tile.kernel @k(%A : !tile.tensor<64x100xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %s = tile.fill(0.0) : tensor<64x40xbf16>
  tile.store %s, %A[%c0, %c32] : tensor<64x40xbf16>, !tile.tensor<64x100xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: a block of 40 columns of 'A' is no multiple of 32 and ends at 72 of 100
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: tiles are 32x32: make the block a multiple of 32, or let it reach the end of 'A'

// -----

// An index that no turn brings into a dimension that is not tiled.

tile.kernel @k(%A : !tile.tensor<3x32x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %b = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %w = arith.addi %b, %c3 : index
  %s = tile.load %A[%w, %c0, %c0] : !tile.tensor<3x32x32xbf16, dram> -> tensor<32x32xbf16> loc("k.py":7:5)
}
// CHECK:      error: index 3 of dimension 0 of 'A' is past its 3
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: no block of the grid would touch 'A' here

// -----

tile.kernel @k(%A : !tile.tensor<3x32x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %w = arith.addi %start, %c0 {ttc.below = 3 : index} : index
  %before = arith.subi %w, %c3 : index
  %s = tile.load %A[%before, %c0, %c0] : !tile.tensor<3x32x32xbf16, dram> -> tensor<32x32xbf16> loc("k.py":7:5)
}
// CHECK:      error: index -1 of dimension 0 of 'A' is negative
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: no block of the grid would touch 'A' here

// -----

// A store that no turn brings into the tensor.

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %c64 = arith.constant 64 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %s = tile.fill(0.0) : tensor<32x32xbf16>
    %m = arith.muli %i, %c32 : index
    %c = arith.addi %m, %c64 : index
    tile.store %s, %A[%c0, %c] : tensor<32x32xbf16>, !tile.tensor<64x64xbf16, dram> loc("k.py":7:5)
  }
}
// CHECK:      error: the column offset into 'A' is at least 64, past its 64 columns
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: no block of the grid would touch 'A' here

// -----

// Parts of buffers begin at tiles' edges,

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
  %p = tile.extract %s[%c16, %c0] : tensor<64x64xbf16> -> tensor<32x64xbf16> loc("k.py":7:5)
  tile.store %p, %A[%c0, %c0] : tensor<32x64xbf16>, !tile.tensor<64x64xbf16, dram>
}
// CHECK:      error: a part of the rows of 's' begins at 16, which is no multiple of 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: parts of buffers are whole tiles of 32x32 elements; T.Parallel and T.reduce_sum go over the elements in them

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
  scf.for %i = %c0 to %c64 step %c1 {
    %p = tile.extract %s[%c0, %i] : tensor<64x64xbf16> -> tensor<64x1xbf16> loc("k.py":7:5)
    tile.store %p, %A[%c0, %c0] : tensor<64x1xbf16>, !tile.tensor<64x64xbf16, dram>
  }
}
// CHECK:      error: a part of the columns of 's' does not provably begin at a multiple of 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: parts of buffers are whole tiles of 32x32 elements; T.Parallel and T.reduce_sum go over the elements in them

// -----

// what is written ends at one,

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
  %f = tile.fill(0.0) : tensor<64x40xbf16>
  %p = tile.insert %f, %s[%c0, %c0] : tensor<64x40xbf16>, tensor<64x64xbf16> loc("k.py":7:5)
  tile.store %p, %A[%c0, %c0] : tensor<64x64xbf16>, !tile.tensor<64x64xbf16, dram>
}
// CHECK:      error: a part of 40 of 64 columns of 's' is no multiple of 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: write multiples of 32, or the part at the end

// -----

// and a part lies inside: in L1 there is no guard,

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
  scf.for %k = %c0 to %c3 step %c1 {
    %at = arith.muli %k, %c32 : index
    %p = tile.extract %s[%at, %c0] : tensor<64x64xbf16> -> tensor<32x64xbf16> loc("k.py":7:5)
    tile.store %p, %A[%c0, %c0] : tensor<32x64xbf16>, !tile.tensor<64x64xbf16, dram>
  }
}
// CHECK:      error: a part of 32 rows of 's' is not provably inside its 64
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: it begins between 0 and 64

// -----

// also where an offset of run time begins.

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
  %at = arith.muli %n, %c32 : index
  %p = tile.extract %s[%c0, %at] : tensor<64x64xbf16> -> tensor<64x32xbf16> loc("k.py":7:5)
  tile.store %p, %A[%c0, %c0] : tensor<64x32xbf16>, !tile.tensor<64x64xbf16, dram>
}
// CHECK:      error: a part of 32 columns of 's' is not provably inside its 64
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: nothing bounds where it begins: use T.min, T.max or %

// -----

// A view whose rows are no whole tiles.

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %B : !tile.tensor<64x16xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> tensor<32x32xf32>
  %v = tile.reshape %s : tensor<32x32xf32> -> tensor<64x16xf32> loc("k.py":7:5)
  tile.store %v, %B[%c0, %c0] : tensor<64x16xf32>, !tile.tensor<64x16xf32, dram>
}
// CHECK:      error: 'v' is a view of 64x16 elements, and lies in L1 as 32x32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: tiles are 32x32 elements: a view of other rows and columns has a multiple of 32 columns, as what it views has
// CHECK-NEXT: note: a tensor may be viewed under any shape before it is copied to L1

// -----

// A condition that does not bound it enough.

tile.kernel @k(%A : !tile.tensor<4x32x32xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %s = tile.load %A[%w, %c0, %c0] : !tile.tensor<4x32x32xf32, dram> -> tensor<32x32xf32>
  %more = arith.cmpi sgt, %w, %c2 : index
  scf.if %more {
    %next = arith.addi %w, %c1 : index
    tile.store %s, %A[%next, %c0, %c0] : tensor<32x32xf32>, !tile.tensor<4x32x32xf32, dram> loc("k.py":7:5)
  }
}
// CHECK:      error: index 4 of dimension 0 of 'A' is past its 4
// CHECK-NEXT:   --> k.py:7:5
