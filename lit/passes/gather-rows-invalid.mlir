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

// The writer sends rows of faces: 8 columns from one on are no face.

tile.kernel @k(%A : !tile.tensor<64x96xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %c = arith.muli %start, %c8 : index
  %a = tile.fill(0.0) : tensor<64x8xbf16>
  tile.store %a, %A[%c0, %c] : tensor<64x8xbf16>, !tile.tensor<64x96xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: 'A' is written in rows, at steps of 8 columns
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: begin at multiples of 16 columns

// -----

// What is written is in one place: the parts of 40 rows, and the matrix without zeros between them.
// Rows would be the same, and hold no integers.

tile.kernel @k_0(%A : !tile.tensor<3x40x64xi32, dram>, %B : !tile.tensor<120x64xi32, dram>, %start : index) attributes {launch = 0 : i64, parameters = ["A", "A_2"], forms = {A_2 = "A"}} {
  %c0 = arith.constant 0 : index
  %a = tile.fill(0.0) : tensor<40x64xi32>
  tile.store %a, %A[%c0, %c0, %c0] : tensor<40x64xi32>, !tile.tensor<3x40x64xi32, dram> loc("k.py":7:5)
}
tile.kernel @k_1(%A : !tile.tensor<3x40x64xi32, dram>, %B : !tile.tensor<120x64xi32, dram>, %start : index) attributes {launch = 1 : i64, parameters = ["A", "A_2"], forms = {A_2 = "A"}} {
  %c0 = arith.constant 0 : index
  %b = tile.load %B[%c0, %c0] : !tile.tensor<120x64xi32, dram> -> tensor<32x64xi32> loc("k.py":9:5)
}
// CHECK:      error: 'A' is used as 120x64 here, and as 3x40x64 elsewhere
// CHECK-NEXT:   --> k.py:9:5
// CHECK-NEXT: note: the other shape is used here
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: these are other tiles: only a tensor that nothing writes has a copy for each

// -----

// Blocks of dimension 0 by 2 are written, those of 0 by 1 are read: rows hold 64 elements of the
// last dimension, and no columns of it.

tile.kernel @k_0(%Q : !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]>, %Q2 : !tile.tensor<64x128x8xbf16, dram, [2, 0, 1]>, %start : index) attributes {launch = 0 : i64, parameters = ["Q", "Q_2"], forms = {Q_2 = "Q"}} {
  %c0 = arith.constant 0 : index
  %a = tile.fill(0.0) : tensor<32x64xbf16>
  tile.store %a, %Q[%c0, %c0, %c0] : tensor<32x64xbf16>, !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]> loc("k.py":7:5)
}
tile.kernel @k_1(%Q : !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]>, %Q2 : !tile.tensor<64x128x8xbf16, dram, [2, 0, 1]>, %start : index) attributes {launch = 1 : i64, parameters = ["Q", "Q_2"], forms = {Q_2 = "Q"}} {
  %c0 = arith.constant 0 : index
  %b = tile.load %Q2[%c0, %c0, %c0] : !tile.tensor<64x128x8xbf16, dram, [2, 0, 1]> -> tensor<32x8xbf16> loc("k.py":9:5)
}
// CHECK:      error: 'Q' is used in blocks over dimensions 0 and 1 here, and over dimensions 0 and 2 elsewhere
// CHECK-NEXT:   --> k.py:9:5
// CHECK-NEXT: note: the other blocks are used here
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: these are other tiles: only a tensor that nothing writes has a copy for each

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
