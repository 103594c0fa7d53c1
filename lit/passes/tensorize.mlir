// Scalar code becomes ops on blocks, one for one.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// Unary and binary ops keep their order and names; each result of the generic is a value.

tile.kernel @chain(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %y, %z = tile.generic ins(%a) : (!tile.block<2x2xbf16>) -> (!tile.block<2x2xbf16>, !tile.block<2x2xbf16>) {
  ^bb0(%p : bf16):
    %e = math.exp %p : bf16
    %n = arith.negf %e : bf16
    %d = arith.divf %e, %p : bf16
    %m = arith.maximumf %d, %n : bf16
    tile.yield %m, %e : bf16, bf16
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
  tile.store %z, %A[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @chain
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[Z:.+]] = tile.unary "exp" %[[A1]]
// CHECK-NEXT:    %[[N:.+]] = tile.unary "neg" %[[Z]]
// CHECK-NEXT:    %[[D:.+]] = tile.binary "div" %[[Z]], %[[A1]]
// CHECK-NEXT:    %[[Y:.+]] = tile.binary "max" %[[D]], %[[N]]
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    tile.store %[[Z]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.generic

// -----

// Constants on the right are scalar operands. A division is a product, max with 0 is relu, a
// square needs no pow; only a division by zero keeps its divisor.

tile.kernel @right(%A : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %three = arith.constant 3.0 : f32
    %1 = arith.addf %p, %two : f32
    %2 = arith.subf %1, %two : f32
    %3 = arith.divf %2, %two : f32
    %4 = arith.maximumf %3, %two : f32
    %5 = arith.maximumf %4, %zero : f32
    %6 = math.powf %5, %two : f32
    %7 = math.powf %6, %three : f32
    %8 = arith.divf %7, %zero : f32
    tile.yield %8 : f32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @right
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "add" %[[A1]], (2.000000e+00)
// CHECK-NEXT:    %[[SCALAR1:.+]] = tile.scalar "sub" %[[SCALAR]], (2.000000e+00)
// CHECK-NEXT:    %[[SCALAR2:.+]] = tile.scalar "mul" %[[SCALAR1]], (5.000000e-01)
// CHECK-NEXT:    %[[SCALAR3:.+]] = tile.scalar "max" %[[SCALAR2]], (2.000000e+00)
// CHECK-NEXT:    %[[UNARY:.+]] = tile.unary "relu" %[[SCALAR3]]
// CHECK-NEXT:    %[[BINARY:.+]] = tile.binary "mul" %[[UNARY]], %[[UNARY]]
// CHECK-NEXT:    %[[SCALAR4:.+]] = tile.scalar "pow" %[[BINARY]], (3.000000e+00)
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:    %[[Y:.+]] = tile.binary "div" %[[SCALAR4]], %[[FILL]]
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.generic

// -----

// Constants on the left: what commutes changes sides, the others have reversed forms.

tile.kernel @left(%A : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %one = arith.constant 1.0 : f32
    %two = arith.constant 2.0 : f32
    %1 = arith.mulf %two, %p : f32
    %2 = arith.subf %two, %1 : f32
    %3 = arith.divf %one, %2 : f32
    %4 = arith.divf %two, %3 : f32
    %5 = math.powf %two, %4 : f32
    tile.yield %5 : f32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @left
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "mul" %[[A1]], (2.000000e+00)
// CHECK-NEXT:    %[[SCALAR1:.+]] = tile.scalar "rsub" %[[SCALAR]], (2.000000e+00)
// CHECK-NEXT:    %[[UNARY:.+]] = tile.unary "recip" %[[SCALAR1]]
// CHECK-NEXT:    %[[SCALAR2:.+]] = tile.scalar "rdiv" %[[UNARY]], (2.000000e+00)
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(2.000000e+00)
// CHECK-NEXT:    %[[Y:.+]] = tile.binary "pow" %[[FILL]], %[[SCALAR2]]
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.generic

// -----

// Constants among themselves are folded; a constant that is yielded is a fill.

tile.kernel @constants(%A : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %y = tile.generic ins() : () -> !tile.block<1x1xf32> {
    %two = arith.constant 2.0 : f32
    %three = arith.constant 3.0 : f32
    %1 = arith.mulf %two, %three : f32
    %2 = arith.negf %1 : f32
    tile.yield %2 : f32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @constants
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[Y:.+]] = tile.fill(-6.000000e+00)
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.generic

// -----

// An element that is only passed on is the block itself: nothing is left of the generic.

tile.kernel @identity(%A : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    tile.yield %p : f32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @identity
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    tile.store %[[A1]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.generic
