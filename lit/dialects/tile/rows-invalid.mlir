// What may not be done with tensors in rows.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<64x64xi32, dram_rows>) {
}
// CHECK: rows hold bfloat16 or float32 elements

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>, %i : index) {
  %a = tile.fill(0.0) : tensor<64x64xbf16>
  tile.store %a, %A[%i, %i] : tensor<64x64xbf16>, !tile.tensor<64x64xbf16, dram_rows>
}
// CHECK: 'tile.store': a tensor in rows is only read

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>, %i : index) {
  %a = tile.load %A[%i, %i] {guard_rows} : !tile.tensor<64x64xbf16, dram_rows> -> tensor<64x64xbf16>
}
// CHECK: 'tile.load': a load of rows needs no guards, and cannot transpose

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
}
// CHECK: 'tile.load': a load of rows into tiles says how many elements it wants

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] {elements = #grid.sizes<50x50>} : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
}
// CHECK: 'tile.load': only a load of rows says how many elements it asks for

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<64x64xbf16, dram> -> tensor<50x64xbf16>
}
// CHECK: 'tile.load': a window looks at an image (batch, row, column, channel)

// -----

tile.kernel @k(%A : !tile.tensor<1x9x9x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x64xbf16, dram> -> !tile.block<1x2xbf16>
}
// CHECK: 'tile.load': what a window sees is gathered from a tensor in rows

// -----

tile.kernel @k(%A : !tile.tensor<1x9x9x64xbf16, dram_rows>, %i : index) {
  %a = tile.load %A[%i, %i, %i, %i] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<1x9x9x64xbf16, dram_rows> -> tensor<50x64xbf16>
}
// CHECK: 'tile.load': a window has two offsets: a place and an element

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %t = tile.tilize %a : !tile.block<2x2xbf16>
}
// CHECK: 'tile.tilize': what is loaded from a tensor in tiles is tiles already
