// A load of rows keeps its offsets in elements; compute makes tiles of it where it is first used.

// RUN: ttc-opt %s -p pad-tiles --split-input-file | filecheck %s

// Both loads stand side by side: they share a barrier. The 14 rows that round 50 up are zeros, no
// mask is needed.

tile.kernel @copied(%A : !tile.tensor<128x40xbf16, dram_rows>, %B : !tile.tensor<40x64xbf16, dram>, %C : !tile.tensor<50x64xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%start, %c0] : !tile.tensor<128x40xbf16, dram_rows> -> tensor<50x40xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<40x64xbf16, dram> -> tensor<40x64xbf16>
  %z = tile.fill(0.0) : tensor<50x64xf32>
  %m = tile.matmul %a, %b, %z : tensor<50x40xbf16>, tensor<40x64xbf16> -> tensor<50x64xf32>
  tile.store %m, %C[%c0, %c0] : tensor<50x64xf32>, !tile.tensor<50x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @copied
// CHECK:         %a_rows = tile.load %A[%start, %c0] {elements = #grid.sizes<50x40>} : !tile.tensor<128x40xbf16, dram_rows> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %b = tile.load %B[%c0, %c0] : !tile.tensor<40x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %z = tile.fill(0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %a = tile.tilize %a_rows : !tile.block<2x2xbf16>
// CHECK-NEXT:    %m = tile.matmul %a, %b, %z
// CHECK-NOT:     tile.mask

// -----

// So does what a window sees.

tile.kernel @seen(%A : !tile.tensor<2x14x20x64xbf16, dram_rows>, %B : !tile.tensor<32x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%start, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> tensor<32x32xbf16>
  tile.store %a, %B[%c0, %c0] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @seen
// CHECK:         %a_rows = tile.load %A[%start, %c0] {elements = #grid.sizes<32x32>, window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    %a = tile.tilize %a_rows : !tile.block<1x1xbf16>
// CHECK-NEXT:    tile.store %a, %B[%c0, %c0]
