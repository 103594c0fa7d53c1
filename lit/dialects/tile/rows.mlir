// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Tensors in rows: loads of elements and of whole tiles, by rectangles and through windows.

tile.kernel @k(%A : !tile.tensor<2x14x20x64xbf16, dram_rows>, %B : !tile.tensor<100x5xf32, dram_rows, [1, 0]>, %i : index) {
  %a = tile.load %A[%i, %i, %i, %i] : !tile.tensor<2x14x20x64xbf16, dram_rows> -> tensor<50x64xbf16>
  %b = tile.load %A[%i, %i, %i, %i] {elements = #grid.sizes<50x64>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
  %c = tile.load %A[%i, %i] {elements = #grid.sizes<50x64>, window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
  %t = tile.tilize %b : !tile.block<2x2xbf16>
}

//      CHECK: tile.kernel @k(%A: !tile.tensor<2x14x20x64xbf16, dram_rows>, %B: !tile.tensor<100x5xf32, dram_rows, [1, 0]>, %i: index) {
// CHECK-NEXT:   %a = tile.load %A[%i, %i, %i, %i] : !tile.tensor<2x14x20x64xbf16, dram_rows> -> tensor<50x64xbf16>
// CHECK-NEXT:   %b = tile.load %A[%i, %i, %i, %i] {elements = #grid.sizes<50x64>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
// CHECK-NEXT:   %c = tile.load %A[%i, %i] {elements = #grid.sizes<50x64>, window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x2xbf16>
// CHECK-NEXT:   %t = tile.tilize %b : !tile.block<2x2xbf16>
