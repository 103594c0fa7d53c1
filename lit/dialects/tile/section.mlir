// Sections before split-threads have results, after it circular buffers.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @values(%a : !tile.block<4x2xbf16>, %b : !tile.block<2x4xbf16>, %c : !tile.block<4x4xf32>, %d : !tile.block<4x4xf32>) {
  %y = tile.section <2x2> ins(%a, %b, %c, %d : !tile.block<4x2xbf16>, !tile.block<2x4xbf16>, !tile.block<4x4xf32>, !tile.block<4x4xf32>) ["rows", "cols", "tiles", "transposed"] outs(:) -> (!tile.block<4x4xf32>) {
  ^bb0(%p : !tile.block<2x2xbf16>, %q : !tile.block<2x2xbf16>, %r : !tile.block<2x2xf32>, %s : !tile.block<2x2xf32>):
    tile.yield %r : !tile.block<2x2xf32>
  }
  %z = tile.section <1x1> ins(:) [] outs(:) acc %y : !tile.block<4x4xf32> -> (!tile.block<4x4xf32>) {
    %one = tile.fill(1.0) : !tile.block<1x1xf32>
    tile.yield %one : !tile.block<1x1xf32>
  }
}
// CHECK:      tile.kernel @values
// CHECK-NEXT:   %y = tile.section <2x2> ins(%a, %b, %c, %d : !tile.block<4x2xbf16>, !tile.block<2x4xbf16>, !tile.block<4x4xf32>, !tile.block<4x4xf32>) ["rows", "cols", "tiles", "transposed"] outs(:) -> (!tile.block<4x4xf32>) {
// CHECK-NEXT:   ^bb0(%p: !tile.block<2x2xbf16>, %q: !tile.block<2x2xbf16>, %r: !tile.block<2x2xf32>, %s: !tile.block<2x2xf32>):
// CHECK-NEXT:     tile.yield %r : !tile.block<2x2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %z = tile.section <1x1> ins(:) [] outs(:) acc %y : !tile.block<4x4xf32> -> (!tile.block<4x4xf32>) {
// CHECK-NEXT:     %one = tile.fill(1.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:     tile.yield %one : !tile.block<1x1xf32>
// CHECK-NEXT:   }

metal.kernel @buffers(%x : !metal.cb<2x2xbf16, depth=2>, %v : !metal.cb<2x2xbf16, depth=2>, %w : !metal.cb<2x2xf32, depth=1>, %first : index) attributes {role = "compute"} {
  tile.section <1x2> ins(%x : !metal.cb<2x2xbf16, depth=2>) ["tiles"] outs(%v, %w : !metal.cb<2x2xbf16, depth=2>, !metal.cb<2x2xf32, depth=1>) acc %first : index -> () {
  ^bb0(%e : !tile.block<1x2xbf16>):
    tile.yield %e, %e : !tile.block<1x2xbf16>, !tile.block<1x2xbf16>
  }
}
// CHECK:      metal.kernel @buffers
// CHECK-NEXT:   tile.section <1x2> ins(%x : [[X:!metal.cb<2x2xbf16, depth=2>]]) ["tiles"] outs(%v, %w : [[X]], !metal.cb<2x2xf32, depth=1>) acc %first : index -> () {
// CHECK-NEXT:   ^bb0(%e: !tile.block<1x2xbf16>):
// CHECK-NEXT:     tile.yield %e, %e : !tile.block<1x2xbf16>, !tile.block<1x2xbf16>
// CHECK-NEXT:   }
