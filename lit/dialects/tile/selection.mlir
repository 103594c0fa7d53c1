// Comparisons, selections, and numbers of run time.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @blocks(%a : !tile.block<2x3xbf16>, %b : !tile.block<2x3xbf16>, %alpha : f32, %n : i32) {
  %c = tile.compare "lt" %a, %b : !tile.block<2x3xbf16>
  %d = tile.compare "ne" %c, %b : !tile.block<2x3xbf16>
  %e = tile.scalar "ge" %d, (0.5) : !tile.block<2x3xbf16>
  %f = tile.cast %e : !tile.block<2x3xbf16> -> !tile.block<2x3xf32>
  %g = tile.select %f, %a, %b : !tile.block<2x3xf32>, !tile.block<2x3xbf16>
  %s = tile.splat %alpha : f32 -> !tile.block<2x3xf32>
  %t = tile.splat %n : i32 -> !tile.block<2x3xi32>
}
// CHECK:      tile.kernel @blocks(
// CHECK-NEXT:   %c = tile.compare "lt" %a, %b : [[H:!tile.block<2x3xbf16>]]
// CHECK-NEXT:   %d = tile.compare "ne" %c, %b : [[H]]
// CHECK-NEXT:   %e = tile.scalar "ge" %d, (5.000000e-01) : [[H]]
// CHECK-NEXT:   %f = tile.cast %e : [[H]] -> [[F:!tile.block<2x3xf32>]]
// CHECK-NEXT:   %g = tile.select %f, %a, %b : [[F]], [[H]]
// CHECK-NEXT:   %s = tile.splat %alpha : f32 -> [[F]]
// CHECK-NEXT:   %t = tile.splat %n : i32 -> !tile.block<2x3xi32>
