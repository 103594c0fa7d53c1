// Making tiles of rows is a section of its own, of the whole block, however large it is: the call
// has sections of DST for itself.

// RUN: ttc-opt %s -p choose-subblocks | filecheck %s

tile.kernel @exp(%A : !tile.tensor<512x128xbf16, dram_rows>, %B : !tile.tensor<512x128xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %r = tile.load %A[%start, %c0] {elements = #grid.sizes<128x128>} : !tile.tensor<512x128xbf16, dram_rows> -> !tile.block<4x4xbf16>
  %a = tile.tilize %r : !tile.block<4x4xbf16>
  %e = tile.unary "exp" %a : !tile.block<4x4xbf16>
  tile.store %e, %B[%c0, %c0] : !tile.block<4x4xbf16>, !tile.tensor<512x128xbf16, dram>
}

// CHECK:         %a = tile.section <4x4> ins(%r : !tile.block<4x4xbf16>) ["whole"] outs(:) -> (!tile.block<4x4xbf16>) {
// CHECK-NEXT:    ^bb0(%[[R:.+]]: !tile.block<4x4xbf16>):
// CHECK-NEXT:      %[[A:.+]] = tile.tilize %[[R]] : !tile.block<4x4xbf16>
// CHECK-NEXT:      tile.yield %[[A]] : !tile.block<4x4xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    %e = tile.section <1x4> ins(%a : !tile.block<4x4xbf16>) ["tiles"]
