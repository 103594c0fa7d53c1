// Tiles that the reader makes once, and the ops that take them.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @k(%A : !tile.tensor<64x64xf32, dram>, %s : index) {
  %ones = tile.scaler "sum" 1 : !tile.block<1x1xf32>
  %places = tile.numbers <1, -1> : !tile.block<1x1xf32>
  %a = tile.load %A[%s, %s] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %r = tile.reduce "sum" 1 %a by %ones : !tile.block<1x1xf32> : !tile.block<2x2xf32> -> !tile.block<2x1xf32>
  %i = tile.iota <1, -1> %s by %places : !tile.block<1x1xf32> : !tile.block<2x2xf32>
  %m = tile.mask <1, -1> %s, %i, (0.5) by %places : !tile.block<1x1xf32> : !tile.block<2x2xf32>
}
// CHECK:      tile.kernel @k
// CHECK-NEXT:   %ones = tile.scaler "sum" 1 : [[T:!tile.block<1x1xf32>]]
// CHECK-NEXT:   %places = tile.numbers <1, -1> : [[T]]
// CHECK-NEXT:   %a = tile.load
// CHECK-NEXT:   %r = tile.reduce "sum" 1 %a by %ones : [[T]] : !tile.block<2x2xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:   %i = tile.iota <1, -1> %s by %places : [[T]] : !tile.block<2x2xf32>
// CHECK-NEXT:   %m = tile.mask <1, -1> %s, %i, (5.000000e-01) by %places : [[T]] : !tile.block<2x2xf32>
