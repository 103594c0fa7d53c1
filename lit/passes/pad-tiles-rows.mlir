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
// CHECK-NEXT:    %a = tile.tilize %a_rows : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>
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
// CHECK-NEXT:    %a = tile.tilize %a_rows : !tile.block<1x1xbf16> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    tile.store %a, %B[%c0, %c0]

// -----

// A view of other rows and columns is rows for a moment. The larger of both blocks gives the rows
// their height: 3 tiles of 80x32 elements, 4 of 40x64.

tile.kernel @viewed(%A : !tile.tensor<80x32xf32, dram>, %B : !tile.tensor<40x64xf32, dram>, %C : !tile.tensor<80x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<80x32xf32, dram> -> tensor<80x32xf32>
  %v = tile.reshape %a : tensor<80x32xf32> -> tensor<40x64xf32>
  tile.store %v, %B[%c0, %c0] : tensor<40x64xf32>, !tile.tensor<40x64xf32, dram>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<40x64xf32, dram> -> tensor<40x64xf32>
  %w = tile.reshape %b : tensor<40x64xf32> -> tensor<80x32xf32>
  tile.store %w, %C[%c0, %c0] : tensor<80x32xf32>, !tile.tensor<80x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @viewed
// CHECK:         %a = tile.load %A[%c0, %c0] : !tile.tensor<80x32xf32, dram> -> !tile.block<3x1xf32>
// CHECK-NEXT:    %v_rows = tile.untilize %a : !tile.block<3x1xf32> -> !tile.block<4x1xf32>
// CHECK-NEXT:    %v = tile.tilize %v_rows : !tile.block<4x1xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %v, %B[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<40x64xf32, dram>
// CHECK-NEXT:    %b = tile.load %B[%c0, %c0] : !tile.tensor<40x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %w_rows = tile.untilize %b : !tile.block<2x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %w = tile.tilize %w_rows : !tile.block<2x2xf32> -> !tile.block<3x1xf32>
// CHECK-NEXT:    tile.store %w, %C[%c0, %c0] : !tile.block<3x1xf32>, !tile.tensor<80x32xf32, dram>

// -----

// Behind the last of 80 rows of 32 lie those that fill up 40 rows of 64: zeros, no mask is needed
// for their sum. Behind the last of 40 rows of 64 may lie anything.

tile.kernel @sums(%A : !tile.tensor<40x64xf32, dram>, %B : !tile.tensor<1x32xf32, dram>, %C : !tile.tensor<80x32xf32, dram>, %D : !tile.tensor<1x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<40x64xf32, dram> -> tensor<40x64xf32>
  %v = tile.reshape %a : tensor<40x64xf32> -> tensor<80x32xf32>
  %s = tile.reduce "sum" 0 %v : tensor<80x32xf32> -> tensor<1x32xf32>
  tile.store %s, %B[%c0, %c0] : tensor<1x32xf32>, !tile.tensor<1x32xf32, dram>
  %c = tile.load %C[%c0, %c0] : !tile.tensor<80x32xf32, dram> -> tensor<80x32xf32>
  %w = tile.reshape %c : tensor<80x32xf32> -> tensor<40x64xf32>
  %t = tile.reduce "sum" 0 %w : tensor<40x64xf32> -> tensor<1x64xf32>
  tile.store %t, %D[%c0, %c0] : tensor<1x64xf32>, !tile.tensor<1x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @sums
// CHECK:         %a = tile.load %A[%c0, %c0] : !tile.tensor<40x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %v_rows = tile.untilize %a : !tile.block<2x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %v = tile.tilize %v_rows : !tile.block<2x2xf32> -> !tile.block<3x1xf32>
// CHECK-NEXT:    %s = tile.reduce "sum" 0 %v : !tile.block<3x1xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:    tile.store %s, %B[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<1x32xf32, dram>
// CHECK-NEXT:    %c = tile.load %C[%c0, %c0] : !tile.tensor<80x32xf32, dram> -> !tile.block<3x1xf32>
// CHECK-NEXT:    %w_rows = tile.untilize %c : !tile.block<3x1xf32> -> !tile.block<4x1xf32>
// CHECK-NEXT:    %w = tile.tilize %w_rows : !tile.block<4x1xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %w_1 = tile.mask <-1, 0> %0, %w, (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %t = tile.reduce "sum" 0 %w_1 : !tile.block<2x2xf32> -> !tile.block<1x2xf32>
// CHECK-NEXT:    tile.store %t, %D[%c0, %c0] : !tile.block<1x2xf32>, !tile.tensor<1x64xf32, dram>

// -----

// A store to rows keeps its offsets, too, and says how much of its tiles it writes.

tile.kernel @written(%A : !tile.tensor<128x40xbf16, dram_rows>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.fill(0.0) : tensor<20x40xbf16>
  tile.store %a, %A[%start, %c0] : tensor<20x40xbf16>, !tile.tensor<128x40xbf16, dram_rows>
}

// CHECK-LABEL: tile.kernel @written
// CHECK:         tile.store %a, %A[%start, %c0] {elements = #grid.sizes<20x40>} : !tile.block<1x2xbf16>, !tile.tensor<128x40xbf16, dram_rows>
