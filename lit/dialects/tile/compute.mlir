// Ops on blocks of tiles; blocks of elements, before pad-tiles, have the same ones.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @blocks(%a : !tile.block<2x3xbf16>, %b : !tile.block<3x4xbf16>) {
  %zero = tile.fill(0.0) : !tile.block<2x4xf32>
  %m = tile.matmul %a, %b, %zero : !tile.block<2x3xbf16>, !tile.block<3x4xbf16> -> !tile.block<2x4xf32>
  %n = tile.matmul %a, %b, %m {transpose_b} : !tile.block<2x3xbf16>, !tile.block<3x4xbf16> -> !tile.block<2x4xf32>
  %t = tile.transpose %n : !tile.block<2x4xf32> -> !tile.block<4x2xf32>
  %c = tile.cast %t : !tile.block<4x2xf32> -> !tile.block<4x2xbf16>
  %u = tile.unary "exp" %c : !tile.block<4x2xbf16>
  %s = tile.scalar "rsub" %u, (1.5) : !tile.block<4x2xbf16>
  %y = tile.binary "max" %u, %s : !tile.block<4x2xbf16>
}
// CHECK:      tile.kernel @blocks(%a: [[A:!tile.block<2x3xbf16>]], %b: [[B:!tile.block<3x4xbf16>]])
// CHECK-NEXT:   %zero = tile.fill(0.000000e+00) : [[C:!tile.block<2x4xf32>]]
// CHECK-NEXT:   %m = tile.matmul %a, %b, %zero : [[A]], [[B]] -> [[C]]
// CHECK-NEXT:   %n = tile.matmul %a, %b, %m {transpose_b} : [[A]], [[B]] -> [[C]]
// CHECK-NEXT:   %t = tile.transpose %n : [[C]] -> [[T:!tile.block<4x2xf32>]]
// CHECK-NEXT:   %c = tile.cast %t : [[T]] -> [[H:!tile.block<4x2xbf16>]]
// CHECK-NEXT:   %u = tile.unary "exp" %c : [[H]]
// CHECK-NEXT:   %s = tile.scalar "rsub" %u, (1.500000e+00) : [[H]]
// CHECK-NEXT:   %y = tile.binary "max" %u, %s : [[H]]

tile.kernel @elements(%p : tensor<50x20xf32>) {
  %q = tile.fill(1.0) : tensor<50x20xf32>
  %r, %low = tile.generic ins(%p, %q) : (tensor<50x20xf32>, tensor<50x20xf32>) -> (tensor<50x20xf32>, tensor<50x20xbf16>) {
  ^bb0(%x : f32, %z : f32):
    %sum = arith.addf %x, %z : f32
    %half = arith.truncf %sum : f32 to bf16
    tile.yield %sum, %half : f32, bf16
  }
  %none = tile.generic ins() : () -> tensor<50x20xf32> {
    %one = arith.constant 1.0 : f32
    tile.yield %one : f32
  }
  %turned = tile.transpose %low : tensor<50x20xbf16> -> tensor<20x50xbf16>
}
// CHECK:      tile.kernel @elements(%p: [[E:tensor<50x20xf32>]])
// CHECK-NEXT:   %q = tile.fill(1.000000e+00) : [[E]]
// CHECK-NEXT:   %r, %low = tile.generic ins(%p, %q) : ([[E]], [[E]]) -> ([[E]], tensor<50x20xbf16>) {
// CHECK-NEXT:   ^bb0(%x: f32, %z: f32):
// CHECK-NEXT:     %sum = arith.addf %x, %z : f32
// CHECK-NEXT:     %half = arith.truncf %sum : f32 to bf16
// CHECK-NEXT:     tile.yield %sum, %half : f32, bf16
// CHECK-NEXT:   }
// CHECK-NEXT:   %none = tile.generic ins() : () -> [[E]] {
// CHECK-NEXT:     %one = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     tile.yield %one : f32
// CHECK-NEXT:   }
// CHECK-NEXT:   %turned = tile.transpose %low : tensor<50x20xbf16> -> tensor<20x50xbf16>
