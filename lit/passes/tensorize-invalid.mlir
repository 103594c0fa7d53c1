// Scalar code that no op on blocks computes.

// RUN: ttc-opt %s -p tensorize --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %c = arith.cmpf ogt, %p, %p : f32 loc("k.py":7:5)
    tile.yield %p : f32
  }
}
// CHECK:      error: a comparison in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %c = arith.cmpi sgt, %p, %p : i32 loc("k.py":7:5)
    tile.yield %p : i32
  }
}
// CHECK:      error: a comparison in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %t = arith.constant true
    %c = arith.select %t, %p, %p : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: T.if_then_else in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %c = arith.floordivsi %p, %p : i32 loc("k.py":7:5)
    tile.yield %c : i32
  }
}
// CHECK:      error: an integer division in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %c = arith.remsi %p, %p : i32 loc("k.py":7:5)
    tile.yield %c : i32
  }
}
// CHECK:      error: a remainder in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %c = arith.uitofp %p : i32 to f32 loc("k.py":7:5)
    tile.yield %p : i32
  }
}
// CHECK:      error: a conversion from an unsigned integer in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %c = arith.fptoui %p : f32 to i32 loc("k.py":7:5)
    tile.yield %p : f32
  }
}
// CHECK:      error: a conversion to an unsigned integer in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %c = math.atan %p : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: 'math.atan' in T.Parallel is not supported yet
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, max, min, pow, casts and the unary functions of docs/levels.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %two = arith.constant 2.0 : f32
    %c = math.exp %two : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: a function of a constant in T.Parallel
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it outside the kernel, in Python

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %two = arith.constant 2.0 : f32
    %c = arith.divf %two, %two : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: 'div' of two constants in T.Parallel
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it outside the kernel, in Python
