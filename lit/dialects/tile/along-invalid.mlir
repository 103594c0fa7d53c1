// Vectors that do not fit what they are repeated to, or what is folded.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%c : !tile.block<2x1xbf16>) {
  %t = tile.broadcast "rows" %c : !tile.block<2x1xbf16> -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.broadcast': 'rows' takes a block of 1x3
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%c : !tile.block<2x1xbf16>) {
  %t = tile.broadcast "cols" %c : !tile.block<2x1xbf16> -> !tile.block<4x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.broadcast': 'cols' takes a block of 4x1
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%c : !tile.block<1x3xbf16>) {
  %t = tile.broadcast "scalar" %c : !tile.block<1x3xbf16> -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.broadcast': 'scalar' takes a block of 1x1
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%c : !tile.block<2x1xbf16>) {
  %t = tile.broadcast "diagonal" %c : !tile.block<2x1xbf16> -> !tile.block<2x3xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.broadcast': 'diagonal' is not one of rows, cols, scalar
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%c : !tile.block<2x1xbf16>) {
  %t = tile.broadcast "cols" %c : !tile.block<2x1xbf16> -> !tile.block<2x3xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.broadcast': a broadcast keeps the element type
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.reduce "min" 1 %a : !tile.block<2x3xbf16> -> !tile.block<2x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.reduce': 'min' is not one of sum, max
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.reduce "sum" 2 %a : !tile.block<2x3xbf16> -> !tile.block<2x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.reduce': axis is 0 or 1
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %t = tile.reduce "sum" 0 %a : !tile.block<2x3xbf16> -> !tile.block<2x1xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.reduce': the result has one element or tile along the axis
// CHECK-NEXT:   --> k.py:7:5
