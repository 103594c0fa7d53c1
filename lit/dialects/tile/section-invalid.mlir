// What a section may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) [] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<1x2xbf16>):
    tile.yield %p : !tile.block<1x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': one view and one body argument for each input
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) ["columns"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<1x2xbf16>):
    tile.yield %p : !tile.block<1x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': a view is one of tiles, rows, cols, transposed
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<1x2xbf16>):
    "test.termop"() : () -> ()
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': the body ends in tile.yield
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> () {
  ^bb0(%p : !tile.block<1x2xbf16>):
    tile.yield %p : !tile.block<1x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': a section has results, or circular buffers to fill
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<1x2xbf16>):
    tile.yield %p, %p : !tile.block<1x2xbf16>, !tile.block<1x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': the body yields one value per output
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x3xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x3xbf16>) ["tiles"] outs(:) -> (!tile.block<2x3xbf16>) {
  ^bb0(%p : !tile.block<1x2xbf16>):
    tile.yield %p : !tile.block<1x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': 1x2 subblocks do not divide 2x3 tiles
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%a : !tile.block<2x2xbf16>) {
  %y = tile.section <1x2> ins(%a : !tile.block<2x2xbf16>) ["rows"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<2x2xbf16>):
    tile.yield %p : !tile.block<2x2xbf16>
  } loc("k.py":7:5)
}
// CHECK:      error: 'tile.section': the body yields subblocks
// CHECK-NEXT:   --> k.py:7:5
