// Parts that are none.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%a : !tile.block<4x2xf32>, %r : index) {
  %t = tile.extract %a[%r, %r] : !tile.block<4x2xf32> -> !tile.block<1x3xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.extract': a part is no larger than the whole
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<4x2xf32>, %r : index) {
  %t = tile.extract %a[%r, %r] : !tile.block<4x2xf32> -> !tile.block<1x2xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.extract': a part has the element type of the whole
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<4x2xf32>, %b : !tile.block<5x2xf32>, %r : index) {
  %t = tile.insert %b, %a[%r, %r] : !tile.block<5x2xf32>, !tile.block<4x2xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.insert': a part is no larger than the whole
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<4x2xf32>, %b : !tile.block<1x2xbf16>, %r : index) {
  %t = tile.insert %b, %a[%r, %r] : !tile.block<1x2xbf16>, !tile.block<4x2xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.insert': a part has the element type of the whole
// CHECK-NEXT:   --> k.py:7:5
