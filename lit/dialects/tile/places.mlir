// What depends on the place of an element in its block.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @places(%a : !tile.block<2x3xbf16>, %n : index, %t : !tile.block<1x1xf32>) {
  %0 = tile.iota <1, -2> %n : !tile.block<2x3xf32>
  %1 = tile.mask <-1, 0> %n, %a, (0.5) : !tile.block<2x3xbf16>
  %m = tile.mask <1, 0> %n, %a, (0.5) by %t : !tile.block<1x1xf32> {negated} : !tile.block<2x3xbf16>
  %2 = tile.generic ins(%a) : (!tile.block<2x3xbf16>) -> !tile.block<2x3xbf16> {
  ^bb0(%p : bf16):
    %i = tile.index <0, 1> %n
    tile.yield %p : bf16
  }
}
// CHECK:      tile.kernel @places(
// CHECK-NEXT:   %0 = tile.iota <1, -2> %n : !tile.block<2x3xf32>
// CHECK-NEXT:   %1 = tile.mask <-1, 0> %n, %a, (5.000000e-01) : [[A:!tile.block<2x3xbf16>]]
// CHECK-NEXT:   %m = tile.mask <1, 0> %n, %a, (5.000000e-01) by %t : !tile.block<1x1xf32> {negated} : [[A]]
// CHECK-NEXT:   %2 = tile.generic ins(%a) : ([[A]]) -> [[A]] {
// CHECK-NEXT:   ^bb0(%p: bf16):
// CHECK-NEXT:     %i = tile.index <0, 1> %n
// CHECK-NEXT:     tile.yield %p : bf16
