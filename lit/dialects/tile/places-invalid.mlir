// Places have a row and a column, and are numbers in float32.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%n : index) {
  %t = tile.iota <1, 0> %n : !tile.block<2x3xi32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.iota': numbers of places are float32
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%n : index) {
  %t = tile.iota <1, 0, 1> %n : !tile.block<2x3xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.iota': one coefficient for the row, one for the column
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%n : index, %a : !tile.block<2x3xf32>) {
  %t = tile.mask <1> %n, %a, (0.0) : !tile.block<2x3xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.mask': one coefficient for the row, one for the column
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%n : index) {
  %t = tile.index <1, 0> %n loc("k.py":7:5)
}
// CHECK:      error: 'tile.index': 'tile.index' expects parent op 'tile.generic'
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%n : i32, %a : !tile.block<2x3xf32>) {
  %t = "tile.mask"(%n, %a) <{coefficients = #tile.coefficients<1, 0>, value = 0.0 : f64, operandSegmentSizes = array<i32: 1, 1, 0>}> : (i32, !tile.block<2x3xf32>) -> !tile.block<2x3xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.mask': operand 'start' at position 0 does not verify: i32 should be of base attribute index
// CHECK-NEXT:   --> k.py:7:5
