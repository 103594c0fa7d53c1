// Rows that cannot be gathered.

// RUN: ttc-opt %s -p 'gather-rows{target=blackhole}' --split-input-file --verify-diagnostics | filecheck %s

// 16 columns of bfloat16 are 32 bytes: Wormhole could read there.

tile.kernel @k(%A : !tile.tensor<64x96xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %c = arith.muli %start, %c16 : index
  %a = tile.load %A[%c0, %c] : !tile.tensor<64x96xbf16, dram> -> tensor<64x32xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'A' is read in rows, at steps of 16 columns (32 bytes); blackhole reads DRAM at multiples of 64 bytes
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: begin at multiples of 32 columns, or pad 'A' to a multiple of 32 columns

// -----

// 24 channels go into a block of 32 elements in parts: 8 of them do not begin at a multiple of 64.

tile.kernel @k(%A : !tile.tensor<1x9x9x24xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x24xbf16, dram> -> tensor<32x32xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'A' is read in rows, at steps of 8 channels (16 bytes); blackhole reads DRAM at multiples of 64 bytes
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: begin at multiples of 32 channels, or pad 'A' to a multiple of 32 channels

// -----

// What is written lies in tiles.

tile.kernel @k(%A : !tile.tensor<1x9x9x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x32xbf16, dram> -> tensor<32x32xbf16> loc("k.py":7:5)
  tile.store %a, %A[%c0, %c0, %c0, %c0] : tensor<32x32xbf16>, !tile.tensor<1x9x9x32xbf16, dram> loc("k.py":8:5)
}
// CHECK:      error: 'A' is gathered here, and written elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: it is written here
// CHECK-NEXT:   --> k.py:8:5
// CHECK-NEXT: note: what is written is in tiles: return it, and pass it to a kernel of its own

// -----

tile.kernel @k(%A : !tile.tensor<1x9x9x32xi32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x32xi32, dram> -> tensor<32x32xi32> loc("k.py":7:5)
}
// CHECK:      error: T.im2col of int32 elements is not supported
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: rows of bfloat16 and float32 can be made tiles

// -----

tile.kernel @k(%A : !tile.tensor<1x9x9x32xbf16, dram, [0, 2, 1, 3]>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x32xbf16, dram, [0, 2, 1, 3]> -> tensor<32x32xbf16> loc("k.py":7:5)
  %b = tile.load %A[%c0, %c0, %c0, %c0] : !tile.tensor<1x9x9x32xbf16, dram, [0, 2, 1, 3]> -> tensor<9x32xbf16> loc("k.py":8:5)
}
// CHECK:      error: 'A' is gathered here, and read in another order elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: the other blocks are read here
// CHECK-NEXT:   --> k.py:8:5
