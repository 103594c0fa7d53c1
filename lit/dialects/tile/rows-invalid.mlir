// What may not be done with tensors and blocks in rows.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<64x64xi32, dram_rows>) {
}
// CHECK: rows hold bfloat16 or float32 elements

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>, %i : index) {
  %a = tile.fill(0.0) : tensor<64x64xbf16>
  tile.store %a, %A[%i, %i] {guard_rows} : tensor<64x64xbf16>, !tile.tensor<64x64xbf16, dram_rows>
}
// CHECK: 'tile.store': a store of rows needs no guards

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>, %i : index) {
  %a = tile.fill(0.0) : !tile.block<2x2xbf16>
  tile.store %a, %A[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram_rows>
}
// CHECK: 'tile.store': a store of tiles in rows says how many elements it writes

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.fill(0.0) : !tile.block<2x2xbf16>
  tile.store %a, %A[%i, %i] {elements = #grid.sizes<50x50>} : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}
// CHECK: 'tile.store': only a store of rows says how many elements it writes

// -----

// 40 rows of a part are no whole tiles: the parts have zeros between them, which one matrix has not.

tile.kernel @k(%A : !tile.tensor<3x40x64xbf16, dram>) {
  %a = tile.view %A : !tile.tensor<3x40x64xbf16, dram> to !tile.tensor<120x64xbf16, dram>
}
// CHECK: 'tile.view': the two types are cut into other pages

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram_rows>) {
  %a = tile.view %A : !tile.tensor<64x64xbf16, dram_rows> to !tile.tensor<32x128xbf16, dram_rows>
}
// CHECK: 'tile.view': the two types are cut into other pages

// -----

// Dimensions in another order are other tiles.

tile.kernel @k(%A : !tile.tensor<2x64x32x64xbf16, dram, [0, 2, 1, 3]>) {
  %a = tile.view %A : !tile.tensor<2x64x32x64xbf16, dram, [0, 2, 1, 3]> to !tile.tensor<128x32x64xbf16, dram>
}
// CHECK: 'tile.view': the two types are cut into other pages

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
  %t = tile.tilize %a : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>
}
// CHECK: 'tile.tilize': what is loaded from a tensor in tiles is tiles already

// -----

tile.kernel @k(%x : tensor<80x32xf32>) {
  %v = tile.reshape %x : tensor<80x32xf32> -> tensor<40x32xf32>
}
// CHECK: 'tile.reshape': 2560 elements in rows and columns of 1280

// -----

tile.kernel @k(%x : tensor<80x32xf32>) {
  %v = tile.reshape %x : tensor<80x32xf32> -> tensor<40x64xbf16>
}
// CHECK: 'tile.reshape': a reshape keeps the element type

// -----

tile.kernel @k(%b : !tile.block<3x1xf32>) {
  %r = tile.untilize %b : !tile.block<3x1xf32> -> !tile.block<3x1xbf16>
}
// CHECK: 'tile.untilize': rows keep the element type of their tiles

// -----

tile.kernel @k(%b : !tile.block<3x1xf32>) {
  %r = tile.untilize %b : !tile.block<3x1xf32> -> !tile.block<2x2xf32>
}
// CHECK: 'tile.untilize': rows are as wide as their tiles, and at least as high

// -----

tile.kernel @k(%b : !tile.block<3x1xf32>) {
  %r = tile.untilize %b : !tile.block<3x1xf32> -> !tile.block<3x1xf32>
  %s = tile.untilize %r : !tile.block<3x1xf32> -> !tile.block<3x1xf32>
}
// CHECK: 'tile.untilize': what holds rows is no block of tiles

// -----

tile.kernel @k(%b : !tile.block<3x1xf32>) {
  %t = tile.tilize %b : !tile.block<3x1xf32> -> !tile.block<2x2xf32>
}
// CHECK: 'tile.tilize': 4 tiles of rows that fill 3

// -----

tile.kernel @k(%b : !tile.block<4x1xf32>) {
  %t = tile.tilize %b : !tile.block<4x1xf32> -> !tile.block<2x2xbf16>
}
// CHECK: 'tile.tilize': tiles keep the element type of their rows

// -----

// Rows of the last dimension are none of another one.

tile.kernel @k(%A : !tile.tensor<32x64x64xbf16, dram_rows>) {
  %a = tile.view %A : !tile.tensor<32x64x64xbf16, dram_rows> to !tile.tensor<32x64x64xbf16, dram_rows, [0, 2, 1]>
}
// CHECK: 'tile.view': the two types are cut into other pages
