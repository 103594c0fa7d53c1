// Tensors that are read at any row lie in rows; the kernel says why.

// RUN: ttc-opt %s -p gather-rows --split-input-file | filecheck %s

// Blocks of A begin three rows before those of B, which is written and stays in tiles.

tile.kernel @shifted(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {layout_reasons = {B = "known"}} {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %r = arith.muli %w, %c32 : index
  %s = arith.subi %r, %c3 : index
  %a = tile.load %A[%s, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
  tile.store %a, %B[%r, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @shifted
// CHECK-SAME:    (%A: !tile.tensor<128x64xbf16, dram_rows>, %B: !tile.tensor<128x64xbf16, dram>, %start: index)
// CHECK-SAME:    {layout_reasons = {B = "known", A = "its blocks begin at rows that are no multiples of 32: read in pieces of 128 bytes, made tiles by compute"}}
// CHECK:         %a = tile.load %A[%s, %c0] : !tile.tensor<128x64xbf16, dram_rows> -> tensor<32x64xbf16>
// CHECK-NEXT:    tile.store %a, %B[%r, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>

// -----

// A matrix before the first one: its tiles read zeros.

tile.kernel @outside(%A : !tile.tensor<5x128x64xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %w = arith.addi %start, %c0 {ttc.below = 5 : index} : index
  %b = arith.subi %w, %c1 : index
  %a = tile.load %A[%b, %c0, %c0] : !tile.tensor<5x128x64xf32, dram> -> tensor<32x64xf32>
}

// CHECK-LABEL: tile.kernel @outside(%A: !tile.tensor<5x128x64xf32, dram>

// -----

// Columns 16, 48, ... are no tiles' first ones, but 32 bytes are where a read may begin.

tile.kernel @columns(%A : !tile.tensor<64x96xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %m = arith.muli %w, %c32 : index
  %c = arith.addi %m, %c16 : index
  %a = tile.load %A[%c0, %c] : !tile.tensor<64x96xbf16, dram> -> tensor<64x32xbf16>
}

// CHECK-LABEL: tile.kernel @columns(%A: !tile.tensor<64x96xbf16, dram_rows>
// CHECK-SAME:    A = "its blocks begin at columns that are no multiples of 32: read in pieces of 64 bytes, made tiles by compute"

// -----

// What a window sees is always gathered.

tile.kernel @window(%A : !tile.tensor<2x14x20x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram> -> tensor<32x32xbf16>
}

// CHECK-LABEL: tile.kernel @window(%A: !tile.tensor<2x14x20x64xbf16, dram_rows>
// CHECK-SAME:    A = "a window moves over it: read in pieces of 64 bytes, made tiles by compute"

// -----

// Blocks at tiles stay in tiles; so does what is written, and what no rows can hold.

tile.kernel @tiles(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %I : !tile.tensor<128x64xi32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %r = arith.muli %start, %c32 : index
  %a = tile.load %A[%r, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
  %b = tile.load %B[%start, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
  tile.store %a, %B[%c0, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>
  %i = tile.load %I[%start, %c0] : !tile.tensor<128x64xi32, dram> -> tensor<32x64xi32>
}

// CHECK-LABEL: tile.kernel @tiles
// CHECK-NOT:     dram_rows

// -----

// Of two launches of a function one reads A in tiles, the other at any row: it lies in rows.

tile.kernel @k_0(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
}
tile.kernel @k_1(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%start, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
}

// CHECK-LABEL: tile.kernel @k_0(%A: !tile.tensor<128x64xbf16, dram_rows>
// CHECK-LABEL: tile.kernel @k_1(%A: !tile.tensor<128x64xbf16, dram_rows>
