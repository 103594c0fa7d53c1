// Transposes of a matmul's right operand cost nothing; the others stay.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// A loaded right operand: the load lays the tiles out transposed, the matmul turns each of them.

tile.kernel @rhs(%A : !tile.tensor<64x32xbf16, dram>, %B : !tile.tensor<96x32xbf16, dram>, %C : !tile.tensor<64x96xf32, dram>, %r : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x32xbf16, dram> -> !tile.block<2x1xbf16>
  %b = tile.load %B[%r, %c0] {guard_rows} : !tile.tensor<96x32xbf16, dram> -> !tile.block<3x1xbf16>
  %t = tile.transpose %b : !tile.block<3x1xbf16> -> !tile.block<1x3xbf16>
  %zero = tile.fill(0.0) : !tile.block<2x3xf32>
  %c = tile.matmul %a, %t, %zero : !tile.block<2x1xbf16>, !tile.block<1x3xbf16> -> !tile.block<2x3xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<2x3xf32>, !tile.tensor<64x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @rhs
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x32xbf16, dram>, %[[B:.+]]: !tile.tensor<96x32xbf16, dram>, %[[C:.+]]: !tile.tensor<64x96xf32, dram>, %[[R:.+]]: index) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[R]], %[[C0]]] {guard_rows, transposed}
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[A1]], %[[B1]], %[[ZERO]] {transpose_b}
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]
// CHECK-NOT:     tile.transpose

// -----

// The left operand is transposed by compute.

tile.kernel @lhs(%A : !tile.tensor<32x64xbf16, dram>, %B : !tile.tensor<32x96xbf16, dram>, %C : !tile.tensor<64x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64xbf16, dram> -> !tile.block<1x2xbf16>
  %t = tile.transpose %a : !tile.block<1x2xbf16> -> !tile.block<2x1xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x96xbf16, dram> -> !tile.block<1x3xbf16>
  %zero = tile.fill(0.0) : !tile.block<2x3xf32>
  %c = tile.matmul %t, %b, %zero : !tile.block<2x1xbf16>, !tile.block<1x3xbf16> -> !tile.block<2x3xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<2x3xf32>, !tile.tensor<64x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @lhs
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xbf16, dram>, %[[B:.+]]: !tile.tensor<32x96xbf16, dram>, %[[C:.+]]: !tile.tensor<64x96xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[A1]]
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[T]], %[[B1]], %[[ZERO]]
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]

// -----

// So is a right operand that was computed,

tile.kernel @computed(%A : !tile.tensor<32x32xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %e = tile.unary "exp" %a : !tile.block<1x1xbf16>
  %t = tile.transpose %e : !tile.block<1x1xbf16> -> !tile.block<1x1xbf16>
  %zero = tile.fill(0.0) : !tile.block<1x1xf32>
  %c = tile.matmul %a, %t, %zero : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @computed
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A1]]
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[E]]
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[A1]], %[[T]], %[[ZERO]]
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]

// -----

// and one whose load has another use.

tile.kernel @shared(%A : !tile.tensor<32x32xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %t = tile.transpose %a : !tile.block<1x1xbf16> -> !tile.block<1x1xbf16>
  %zero = tile.fill(0.0) : !tile.block<1x1xf32>
  %c = tile.matmul %a, %t, %zero : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @shared
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[A1]]
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[A1]], %[[T]], %[[ZERO]]
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]
