// Ops along the rows or the columns of a block.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @tiles(%a : !tile.block<2x3xbf16>, %r : !tile.block<1x3xbf16>, %c : !tile.block<2x1xbf16>, %s : !tile.block<1x1xbf16>) {
  %0 = tile.broadcast "rows" %r : !tile.block<1x3xbf16> -> !tile.block<2x3xbf16>
  %1 = tile.broadcast "cols" %c : !tile.block<2x1xbf16> -> !tile.block<2x3xbf16>
  %2 = tile.broadcast "scalar" %s : !tile.block<1x1xbf16> -> !tile.block<2x3xbf16>
  %3 = tile.reduce "sum" 1 %a : !tile.block<2x3xbf16> -> !tile.block<2x1xf32>
  %4 = tile.reduce "max" 0 %a : !tile.block<2x3xbf16> -> !tile.block<1x3xbf16>
}
// CHECK:      tile.kernel @tiles(
// CHECK-NEXT:   %0 = tile.broadcast "rows" %r : !tile.block<1x3xbf16> -> [[A:!tile.block<2x3xbf16>]]
// CHECK-NEXT:   %1 = tile.broadcast "cols" %c : !tile.block<2x1xbf16> -> [[A]]
// CHECK-NEXT:   %2 = tile.broadcast "scalar" %s : !tile.block<1x1xbf16> -> [[A]]
// CHECK-NEXT:   %3 = tile.reduce "sum" 1 %a : [[A]] -> !tile.block<2x1xf32>
// CHECK-NEXT:   %4 = tile.reduce "max" 0 %a : [[A]] -> !tile.block<1x3xbf16>

tile.kernel @elements(%a : tensor<50x70xf32>, %r : tensor<1x70xf32>) {
  %0 = tile.broadcast "rows" %r : tensor<1x70xf32> -> tensor<50x70xf32>
  %1 = tile.reduce "max" 1 %a : tensor<50x70xf32> -> tensor<50x1xf32>
}
// CHECK:      tile.kernel @elements(
// CHECK-NEXT:   %0 = tile.broadcast "rows" %r : tensor<1x70xf32> -> [[E:tensor<50x70xf32>]]
// CHECK-NEXT:   %1 = tile.reduce "max" 1 %a : [[E]] -> tensor<50x1xf32>
