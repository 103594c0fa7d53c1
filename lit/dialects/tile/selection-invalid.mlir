// Conditions of other extents, and numbers that are no words.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.compare "less" %a, %a : !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.compare': 'less' is not one of lt, le, gt, ge, eq, ne
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>, %b : !tile.block<2x3xf32>) {
  %t = "tile.compare"(%a, %b) <{kind = "lt"}> : (!tile.block<2x3xbf16>, !tile.block<2x3xf32>) -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.compare': operand 'rhs' at position 1 does not verify: attribute !tile.block<2x3xbf16> expected from variable 'T', but got !tile.block<2x3xf32>
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>, %c : !tile.block<2x2xf32>) {
  %t = tile.select %c, %a, %a : !tile.block<2x2xf32>, !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.select': the condition has the extents of the result
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>, %b : !tile.block<2x3xf32>) {
  %t = "tile.select"(%a, %a, %b) : (!tile.block<2x3xbf16>, !tile.block<2x3xbf16>, !tile.block<2x3xf32>) -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.select': operand 'otherwise' at position 2 does not verify: attribute !tile.block<2x3xbf16> expected from variable 'T', but got !tile.block<2x3xf32>
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : bf16) {
  %t = tile.splat %a : bf16 -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.splat': a scalar of run time has 32 bits
// CHECK-NEXT:   --> k.py:7:5
