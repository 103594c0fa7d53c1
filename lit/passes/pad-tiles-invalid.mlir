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
  %s = tile.load %A[%c0, %c32] : !tile.tensor<64x100xbf16, dram> -> tensor<64x40xbf16> loc("k.py":7:5)
}
// CHECK:      error: a block of 40 columns of 'A' is no multiple of 32 and ends at 72 of 100
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: tiles are 32x32: make the block a multiple of 32, or let it reach the end of 'A'

// -----

// Past the end of a dimension that is not tiled there are no zeros, but another matrix.

tile.kernel @k(%A : !tile.tensor<3x32x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %s = tile.load %A[%w, %c0, %c0] : !tile.tensor<3x32x32xbf16, dram> -> tensor<32x32xbf16> loc("k.py":7:5)
}
// CHECK:      error: index 3 of dimension 0 of 'A' is past its 3
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: only the last two dimensions may be read or written past the end

// -----

// exp makes ones of the padding zeros on both sides: they would be summed.

tile.kernel @k(%A : !tile.tensor<32x40xbf16, dram>, %B : !tile.tensor<40x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x40xbf16, dram> -> tensor<32x40xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<40x32xbf16, dram> -> tensor<40x32xbf16>
  %x = tile.unary "exp" %a : tensor<32x40xbf16>
  %y = tile.unary "exp" %b : tensor<40x32xbf16>
  %zero = tile.fill(0.0) : tensor<32x32xf32>
  %c = tile.matmul %x, %y, %zero : tensor<32x40xbf16>, tensor<40x32xbf16> -> tensor<32x32xf32> loc("k.py":7:5)
}
// CHECK:      error: the inner dimension of this T.gemm is 40, no multiple of 32, and both operands were computed: their padding is not known to be zero
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: make the inner dimension a multiple of 32, or load one operand
