// Ops whose operands do not fit each other, and kinds that do not exist.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%a : !tile.block<2x3xbf16>, %b : !tile.block<4x2xbf16>, %c : !tile.block<2x2xf32>) {
  %m = tile.matmul %a, %b, %c : !tile.block<2x3xbf16>, !tile.block<4x2xbf16> -> !tile.block<2x2xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.matmul': 2x3 times 4x2 onto 2x2
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>, %c : !tile.block<2x2xf32>) {
  %m = "tile.matmul"(%a, %a, %c) : (!tile.block<2x3xbf16>, !tile.block<2x3xbf16>, !tile.block<2x2xf32>) -> !tile.block<2x2xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.matmul': result 'result' at position 0 does not verify: attribute !tile.block<2x2xf32> expected from variable 'T', but got !tile.block<2x2xbf16>
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.transpose %a : !tile.block<2x3xbf16> -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.transpose': the result has the block's extents swapped
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.cast %a : !tile.block<2x3xbf16> -> !tile.block<3x2xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.cast': a cast keeps the extents
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.unary "twice" %a : !tile.block<1x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.unary': 'twice' is not one of abs, ceil, cos, erf, exp, exp2, floor, isnan, log, log2, neg, recip, relu, round, rsqrt, sigmoid, sin, sqrt, tanh, trunc
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.binary "mod" %a, %a : !tile.block<1x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.binary': 'mod' is not one of add, sub, mul, div, max, min, pow
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>, %b : !tile.block<1x1xf32>) {
  %t = "tile.binary"(%a, %b) <{kind = "add"}> : (!tile.block<1x1xbf16>, !tile.block<1x1xf32>) -> !tile.block<1x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.binary': operand 'rhs' at position 1 does not verify: attribute !tile.block<1x1xbf16> expected from variable 'T', but got !tile.block<1x1xf32>
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.scalar "div" %a, (2.0) : !tile.block<1x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.scalar': 'div' is not one of add, sub, rsub, mul, rdiv, max, min, pow
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x1xbf16> {
    %x = arith.constant 1.0 : bf16
    tile.yield %x : bf16
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.generic': the body takes one element per input
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x2xbf16> {
  ^bb0(%x : bf16):
    tile.yield %x : bf16
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.generic': inputs and outputs have the same extents
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<1x1xbf16>) {
  %t = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x1xbf16> {
  ^bb0(%x : bf16):
    tile.yield %x, %x : bf16, bf16
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.generic': the body yields one value per output
// CHECK-NEXT:   --> k.py:7:5
