// Compute ops, generics and loops keep their shape: every block type is rounded up.

// RUN: ttc-opt %s -p pad-tiles --split-input-file | filecheck %s

// Loops that carry blocks, and a product whose inner dimension of 40 is padded by loaded zeros.

tile.kernel @gemm(%A : !tile.tensor<50x40xbf16, dram>, %B : !tile.tensor<40x20xbf16, dram>, %C : !tile.tensor<50x20xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = tile.fill(0.0) : tensor<50x20xf32>
  %c = scf.for %k = %c0 to %c1 step %c1 iter_args(%acc = %zero) -> (tensor<50x20xf32>) {
    %a = tile.load %A[%c0, %c0] : !tile.tensor<50x40xbf16, dram> -> tensor<50x40xbf16>
    %b = tile.load %B[%c0, %c0] : !tile.tensor<40x20xbf16, dram> -> tensor<40x20xbf16>
    %next = tile.matmul %a, %b, %acc : tensor<50x40xbf16>, tensor<40x20xbf16> -> tensor<50x20xf32>
    scf.yield %next : tensor<50x20xf32>
  }
  tile.store %c, %C[%c0, %c0] : tensor<50x20xf32>, !tile.tensor<50x20xf32, dram>
}

// CHECK-LABEL: tile.kernel @gemm
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<50x40xbf16, dram>, %[[B:.+]]: !tile.tensor<40x20xbf16, dram>, %[[C:.+]]: !tile.tensor<50x20xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<2x1xf32>
// CHECK-NEXT:    %[[C2:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C1]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<2x1xf32>) {
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<50x40xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<40x20xbf16, dram> -> !tile.block<2x1xbf16>
// CHECK-NEXT:      %[[NEXT:.+]] = tile.matmul %[[A1]], %[[B1]], %[[ACC]] : !tile.block<2x2xbf16>, !tile.block<2x1xbf16> -> !tile.block<2x1xf32>
// CHECK-NEXT:      scf.yield %[[NEXT]] : !tile.block<2x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C2]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<50x20xf32, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// One side with zeros is enough: the right one is loaded, cast and transposed, which keeps them.

tile.kernel @one_side(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %C : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %e = tile.unary "exp" %a : tensor<32x40xf32>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %h = tile.cast %b : tensor<32x40xf32> -> tensor<32x40xbf16>
  %t = tile.transpose %h : tensor<32x40xbf16> -> tensor<40x32xbf16>
  %zero = tile.fill(0.0) : tensor<32x32xf32>
  %c = tile.matmul %e, %t, %zero : tensor<32x40xf32>, tensor<40x32xbf16> -> tensor<32x32xf32>
  tile.store %c, %C[%c0, %c0] : tensor<32x32xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @one_side
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[H:.+]] = tile.cast %[[B1]] : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[H]] : !tile.block<1x2xbf16> -> !tile.block<2x1xbf16>
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[E]], %[[T]], %[[ZERO]] : !tile.block<1x2xf32>, !tile.block<2x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// A generic works on whole tiles; what it makes of the padding stays in padding.

tile.kernel @generic(%A : !tile.tensor<40x40xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<40x40xbf16, dram> -> tensor<40x40xbf16>
  %y = tile.generic ins(%a) : (tensor<40x40xbf16>) -> tensor<40x40xbf16> {
  ^bb0(%p : bf16):
    %n = math.exp %p : bf16
    tile.yield %n : bf16
  }
  tile.store %y, %A[%c0, %c0] : tensor<40x40xbf16>, !tile.tensor<40x40xbf16, dram>
}

// CHECK-LABEL: tile.kernel @generic
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<40x40xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<40x40xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[Y:.+]] = tile.generic ins(%[[A1]]) : (!tile.block<2x2xbf16>) -> !tile.block<2x2xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      %[[N:.+]] = math.exp %[[P]] : bf16
// CHECK-NEXT:      tile.yield %[[N]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<40x40xbf16, dram>
// CHECK-NOT:     {{ tensor<}}
