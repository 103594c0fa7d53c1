// Scalar code that no op on blocks computes.

// RUN: ttc-opt %s -p tensorize --split-input-file --verify-diagnostics | filecheck %s

// A remainder with a sign, which the SFPU lacks.

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %c = arith.remsi %p, %p : i32 loc("k.py":7:5)
    tile.yield %c : i32
  }
}
// CHECK:      error: a remainder in T.Parallel is not supported
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, comparisons, max, min, pow, casts, T.if_then_else and the functions of docs/language.md

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %c = math.atan %p : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: 'math.atan' in T.Parallel is not supported
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are + - * /, comparisons, max, min, pow, casts, T.if_then_else and the functions of docs/language.md

// -----

// A comparison that is true for NaN.

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %c = arith.cmpf ord, %p, %p : f32 loc("k.py":7:5)
    %d = arith.select %c, %p, %p : f32
    tile.yield %d : f32
  }
}
// CHECK:      error: this comparison in T.Parallel is not supported
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: supported are <, <=, >, >=, == and !=

// -----

// Constants are computed with at once; where that fails the author is told.

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %zero = arith.constant 0.0 : f32
    %c = arith.divf %zero, %zero : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: this computes with constants: float division by zero
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it outside the kernel, in Python

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %m = arith.constant -8.0 : f32
    %h = arith.constant 0.5 : f32
    %c = math.powf %m, %h : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: this computes with constants: math domain error
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it outside the kernel, in Python

// -----

tile.kernel @k(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xf32>) -> !tile.block<1x1xf32> {
  ^bb0(%p : f32):
    %m = arith.constant -1.0 : f32
    %c = math.log %m : f32 loc("k.py":7:5)
    tile.yield %c : f32
  }
}
// CHECK:      error: this computes with constants: math domain error
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it outside the kernel, in Python

// -----

// A loop carries a number that is no word.

tile.kernel @k(%A : !tile.tensor<32x32xbf16, dram>, %v : bf16, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %y = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x1xbf16> {
  ^bb0(%p : bf16):
    %c = arith.mulf %p, %v : bf16
    tile.yield %c : bf16
  } loc("k.py":7:5)
}
// CHECK:      error: a variable of bfloat16 is used in T.Parallel
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: T.alloc_var with 'float32' or 'int32', and T.cast where it is used
