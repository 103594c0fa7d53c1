// Casts and integers.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// Each conversion is a cast of the whole block; a converted constant is the same number.

tile.kernel @casts(%A : !tile.tensor<32x32xbf16, dram>, %B : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %y = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x1xi32> {
  ^bb0(%p : bf16):
    %half = arith.constant 0.5 : bf16
    %wide = arith.extf %p : bf16 to f32
    %h = arith.extf %half : bf16 to f32
    %m = arith.mulf %wide, %h : f32
    %i = arith.fptosi %m : f32 to i32
    tile.yield %i : i32
  }
  tile.store %y, %B[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @casts
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x32xi32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[A1]] : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.scalar "mul" %[[CAST]], (5.000000e-01) : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.cast %[[M]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    tile.store %[[Y]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
// CHECK-NOT:     tile.generic

// -----

// The SFPU's scalar operands are floats: an integer constant becomes a block.

tile.kernel @integers(%A : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %three = arith.constant 3 : i32
    %1 = arith.addi %p, %three : i32
    %2 = arith.subi %three, %1 : i32
    tile.yield %2 : i32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @integers
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xi32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(3.000000e+00) : !tile.block<1x1xi32>
// CHECK-NEXT:    %[[BINARY:.+]] = tile.binary "add" %[[A1]], %[[FILL]] : !tile.block<1x1xi32>
// CHECK-NEXT:    %[[FILL1:.+]] = tile.fill(3.000000e+00) : !tile.block<1x1xi32>
// CHECK-NEXT:    %[[Y:.+]] = tile.binary "sub" %[[FILL1]], %[[BINARY]] : !tile.block<1x1xi32>
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
// CHECK-NOT:     tile.generic
