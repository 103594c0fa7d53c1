// What every turn of a loop computes alike is computed in front of it.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// A vector that is turned and used in every turn: both are done once. The sum is one of each turn.

tile.kernel @turned(%V : !tile.tensor<64xf32, dram>, %X : !tile.tensor<4x64x64xf32, dram>, %start : index, %count : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %v = tile.load %V[%c0] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
    scf.for %t = %c0 to %c4 step %c1 {
      %x = tile.load %X[%t, %c0, %c0] : !tile.tensor<4x64x64xf32, dram> -> !tile.block<2x2xf32>
      %r = tile.transpose %v : !tile.block<1x2xf32> -> !tile.block<2x1xf32>
      %e = tile.unary "exp" %r : !tile.block<2x1xf32>
      %b = tile.broadcast "cols" %e : !tile.block<2x1xf32> -> !tile.block<2x2xf32>
      %y = tile.binary "add" %x, %b : !tile.block<2x2xf32>
      tile.store %y, %X[%t, %c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<4x64x64xf32, dram>
    }
  }
}

// CHECK-LABEL: tile.kernel @turned
// CHECK:         scf.for %i
// CHECK:           tile.section
// CHECK:             %r = tile.transpose
// CHECK-NEXT:        %e_1 = tile.unary "exp" %r
// CHECK:           scf.for %t
// CHECK-NEXT:        %x = tile.load
// CHECK-NEXT:        tile.section <1x2> ins(%e, %x
// CHECK:               tile.broadcast "cols"
// CHECK-NEXT:          tile.binary "add"

// -----

// A product reads its operand from L1: the conversions that it is made of are not made again. What
// the section reads in any case, as large as it is, stays where it is used.

tile.kernel @operand(%W : !tile.tensor<128x128xf32, dram>, %X : !tile.tensor<4x128x128xbf16, dram>, %start : index, %count : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = tile.load %W[%c0, %c0] : !tile.tensor<128x128xf32, dram> -> !tile.block<4x4xf32>
    scf.for %t = %c0 to %c4 step %c1 {
      %x = tile.load %X[%t, %c0, %c0] : !tile.tensor<4x128x128xbf16, dram> -> !tile.block<4x4xbf16>
      %h = tile.unary "tanh" %w : !tile.block<4x4xf32>
      %n = tile.cast %h : !tile.block<4x4xf32> -> !tile.block<4x4xbf16>
      %z = tile.fill(0.0) : !tile.block<4x4xf32>
      %p = tile.matmul %x, %n, %z : !tile.block<4x4xbf16>, !tile.block<4x4xbf16> -> !tile.block<4x4xf32>
      %s = tile.unary "sin" %w : !tile.block<4x4xf32>
      %y = tile.binary "add" %p, %s : !tile.block<4x4xf32>
      %o = tile.cast %y : !tile.block<4x4xf32> -> !tile.block<4x4xbf16>
      tile.store %o, %X[%t, %c0, %c0] : !tile.block<4x4xbf16>, !tile.tensor<4x128x128xbf16, dram>
    }
  }
}

// CHECK-LABEL: tile.kernel @operand
// CHECK:         scf.for %i
// CHECK:           %n = tile.section
// CHECK:             tile.unary "tanh"
// CHECK-NEXT:        tile.cast
// CHECK:           scf.for %t
// CHECK-NOT:         "tanh"
// CHECK:             tile.unary "sin"

// -----

// With a number of run time beside a vector, work is on the vector as well.

tile.kernel @scaled(%V : !tile.tensor<1x64xf32, dram>, %X : !tile.tensor<64x64xf32, dram>, %a : f32) {
  %c0 = arith.constant 0 : index
  %v = tile.load %V[%c0, %c0] : !tile.tensor<1x64xf32, dram> -> !tile.block<1x2xf32>
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %b = tile.broadcast "rows" %v : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
  %s = tile.splat %a : f32 -> !tile.block<2x2xf32>
  %m = tile.binary "mul" %s, %b : !tile.block<2x2xf32>
  %e = tile.unary "exp" %m : !tile.block<2x2xf32>
  %y = tile.binary "add" %x, %e : !tile.block<2x2xf32>
  tile.store %y, %X[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @scaled
// CHECK:           tile.splat %a : f32 -> !tile.block<1x2xf32>
// CHECK-NEXT:      tile.binary "mul" {{.*}} : !tile.block<1x2xf32>
// CHECK-NEXT:      tile.unary "exp" {{.*}} : !tile.block<1x2xf32>
// CHECK:           tile.broadcast "rows"
// CHECK-NEXT:      tile.binary "add"
