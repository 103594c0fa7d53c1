// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Tensors in rows: loads of elements and of whole tiles, by rectangles and through windows.

tile.kernel @k(%A : !tile.tensor<2x14x20x64xbf16, dram_rows>, %B : !tile.tensor<100x5xf32, dram_rows, [1, 0]>, %i : index) {
  %a = tile.load %A[%i, %i, %i, %i] : !tile.tensor<2x14x20x64xbf16, dram_rows> -> tensor<50x64xbf16>
  %b = tile.load %A[%i, %i, %i, %i] {elements = #grid.sizes<50x64>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
  %c = tile.load %A[%i, %i] {elements = #grid.sizes<50x64>, window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
  %t = tile.tilize %b : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>
}

//      CHECK: tile.kernel @k(%A: !tile.tensor<2x14x20x64xbf16, dram_rows>, %B: !tile.tensor<100x5xf32, dram_rows, [1, 0]>, %i: index) {
// CHECK-NEXT:   %a = tile.load %A[%i, %i, %i, %i] : !tile.tensor<2x14x20x64xbf16, dram_rows> -> tensor<50x64xbf16>
// CHECK-NEXT:   %b = tile.load %A[%i, %i, %i, %i] {elements = #grid.sizes<50x64>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
// CHECK-NEXT:   %c = tile.load %A[%i, %i] {elements = #grid.sizes<50x64>, window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
// CHECK-NEXT:   %t = tile.tilize %b : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>

// Views of other rows and columns: of elements, and by way of rows that are higher than their tiles.

tile.kernel @view(%x : tensor<80x32xf32>, %b : !tile.block<3x1xf32>) {
  %v = tile.reshape %x : tensor<80x32xf32> -> tensor<40x64xf32>
  %r = tile.untilize %b : !tile.block<3x1xf32> -> !tile.block<4x1xf32>
  %t = tile.tilize %r : !tile.block<4x1xf32> -> !tile.block<2x2xf32>
}

//      CHECK: tile.kernel @view(%x: tensor<80x32xf32>, %b: !tile.block<3x1xf32>) {
// CHECK-NEXT:   %v = tile.reshape %x : tensor<80x32xf32> -> tensor<40x64xf32>
// CHECK-NEXT:   %r = tile.untilize %b : !tile.block<3x1xf32> -> !tile.block<4x1xf32>
// CHECK-NEXT:   %t = tile.tilize %r : !tile.block<4x1xf32> -> !tile.block<2x2xf32>
