// Making tiles of rows is a section of its own, of the whole block, however large it is: the call
// has sections of DST for itself.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

tile.kernel @exp(%A : !tile.tensor<512x128xbf16, dram_rows>, %B : !tile.tensor<512x128xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %r = tile.load %A[%start, %c0] {elements = #grid.sizes<128x128>} : !tile.tensor<512x128xbf16, dram_rows> -> !tile.block<4x4xbf16>
  %a = tile.tilize %r : !tile.block<4x4xbf16> -> !tile.block<4x4xbf16>
  %e = tile.unary "exp" %a : !tile.block<4x4xbf16>
  tile.store %e, %B[%c0, %c0] : !tile.block<4x4xbf16>, !tile.tensor<512x128xbf16, dram>
}

// CHECK:         %a = tile.section <4x4> ins(%r : !tile.block<4x4xbf16>) ["whole"] outs(:) -> (!tile.block<4x4xbf16>) {
// CHECK-NEXT:    ^bb0(%[[R:.+]]: !tile.block<4x4xbf16>):
// CHECK-NEXT:      %[[A:.+]] = tile.tilize %[[R]] : !tile.block<4x4xbf16> -> !tile.block<4x4xbf16>
// CHECK-NEXT:      tile.yield %[[A]] : !tile.block<4x4xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    %e = tile.section <1x4> ins(%a : !tile.block<4x4xbf16>) ["tiles"]

// -----

// Making rows of tiles is a section of its own, too: part of a row of tiles at a time, since 4 of 10
// float32 tiles are in DST, or several rows of them.

tile.kernel @views(%A : !tile.tensor<32x320xf32, dram>, %B : !tile.tensor<320x32xf32, dram>, %C : !tile.tensor<32x320xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x320xf32, dram> -> !tile.block<1x10xf32>
  %ar = tile.untilize %a : !tile.block<1x10xf32> -> !tile.block<1x10xf32>
  %at = tile.tilize %ar : !tile.block<1x10xf32> -> !tile.block<10x1xf32>
  %e = tile.unary "exp" %at : !tile.block<10x1xf32>
  tile.store %e, %B[%c0, %c0] : !tile.block<10x1xf32>, !tile.tensor<320x32xf32, dram>
  %er = tile.untilize %e : !tile.block<10x1xf32> -> !tile.block<12x1xf32>
  %et = tile.tilize %er : !tile.block<12x1xf32> -> !tile.block<1x10xf32>
  tile.store %et, %C[%c0, %c0] : !tile.block<1x10xf32>, !tile.tensor<32x320xf32, dram>
}

// CHECK-LABEL: tile.kernel @views
// CHECK:         %ar = tile.section <1x2> ins(%a : !tile.block<1x10xf32>) ["tiles"] outs(:) -> (!tile.block<1x10xf32>) {
// CHECK-NEXT:    ^bb0(%[[A:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[R:.+]] = tile.untilize %[[A]] : !tile.block<1x2xf32> -> !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[R]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %at = tile.section <10x1> ins(%ar : !tile.block<1x10xf32>) ["whole"] outs(:) -> (!tile.block<10x1xf32>) {
// CHECK:         %e = tile.section <2x1> ins(%at : !tile.block<10x1xf32>) ["tiles"]
// CHECK:         %er = tile.section <2x1> ins(%e : !tile.block<10x1xf32>) ["tiles"] outs(:) -> (!tile.block<12x1xf32>) {
