// Blocks of elements become blocks of tiles, offsets count tiles, and edges get guards.

// RUN: ttc-opt %s -p pad-tiles --split-input-file | filecheck %s

// Blocks that divide their tensor need no guard. The offset `start * 64` becomes `start * 2`.

tile.kernel @exact(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c64 = arith.constant 64 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %r = arith.muli %w, %c64 : index
  %s = tile.load %A[%r, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<64x64xbf16>
  tile.store %s, %B[%r, %c0] : tensor<64x64xbf16>, !tile.tensor<128x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @exact
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x64xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[START:.+]]: index) {
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 2 : index}
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[MULI1:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    tile.store %[[S]], %[[B]][%[[MULI1]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<128x64xbf16, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// 100 rows are 4 tile rows: blocks of 64 rows from 0 and 64 stay inside. 130 columns are 5 tiles:
// the block of 96 columns at 96 reaches tile 6, so the load and the store check their columns.

tile.kernel @columns(%A : !tile.tensor<100x130xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %c96 = arith.constant 96 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %r = arith.muli %w, %c64 : index
  %c = arith.muli %w, %c96 : index
  %s = tile.load %A[%r, %c] : !tile.tensor<100x130xbf16, dram> -> tensor<64x96xbf16>
  tile.store %s, %A[%r, %c] : tensor<64x96xbf16>, !tile.tensor<100x130xbf16, dram>
}

// CHECK-LABEL: tile.kernel @columns
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<100x130xbf16, dram>, %[[START:.+]]: index) {
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 2 : index}
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    %[[MULI1:.+]] = arith.muli %[[W]], %[[C3]]
// CHECK-NEXT:    %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[MULI1]]] {guard_cols} : !tile.tensor<100x130xbf16, dram> -> !tile.block<2x3xbf16>
// CHECK-NEXT:    %[[MULI2:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    %[[MULI3:.+]] = arith.muli %[[W]], %[[C3]]
// CHECK-NEXT:    tile.store %[[S]], %[[A]][%[[MULI2]], %[[MULI3]]] {guard_cols} : !tile.block<2x3xbf16>, !tile.tensor<100x130xbf16, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// A block that is no multiple of 32 reaches its tensor's end: 100 of 100 rows, 4 tiles.

tile.kernel @whole(%A : !tile.tensor<100x20xbf16, dram>, %B : !tile.tensor<100x20xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<100x20xbf16, dram> -> tensor<100x20xbf16>
  tile.store %s, %B[%c0, %c0] : tensor<100x20xbf16>, !tile.tensor<100x20xbf16, dram>
}

// CHECK-LABEL: tile.kernel @whole
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<100x20xbf16, dram>, %[[B:.+]]: !tile.tensor<100x20xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<100x20xbf16, dram> -> !tile.block<4x1xbf16>
// CHECK-NEXT:    tile.store %[[S]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<4x1xbf16>, !tile.tensor<100x20xbf16, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// A vector is one row of tiles; an outer dimension keeps its index in elements.

tile.kernel @ranks(%V : !tile.tensor<96xbf16, dram>, %A : !tile.tensor<3x64x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 3 : index} : index
  %c = arith.muli %w, %c32 : index
  %v = tile.load %V[%c] : !tile.tensor<96xbf16, dram> -> tensor<1x32xbf16>
  %t = tile.load %A[%w, %c32, %c0] : !tile.tensor<3x64x32xbf16, dram> -> tensor<32x32xbf16>
  tile.store %v, %V[%c] : tensor<1x32xbf16>, !tile.tensor<96xbf16, dram>
  tile.store %t, %A[%w, %c32, %c0] : tensor<32x32xbf16>, !tile.tensor<3x64x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @ranks
// CHECK-SAME:    (%[[V:.+]]: !tile.tensor<96xbf16, dram>, %[[A:.+]]: !tile.tensor<3x64x32xbf16, dram>, %[[START:.+]]: index) {
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 3 : index}
// CHECK-NEXT:    %[[V1:.+]] = tile.load %[[V]][%[[W]]] : !tile.tensor<96xbf16, dram> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    %[[T:.+]] = tile.load %[[A]][%[[W]], %[[C1]], %[[C0]]] : !tile.tensor<3x64x32xbf16, dram> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    tile.store %[[V1]], %[[V]][%[[W]]] : !tile.block<1x1xbf16>, !tile.tensor<96xbf16, dram>
// CHECK-NEXT:    tile.store %[[T]], %[[A]][%[[W]], %[[C1]], %[[C0]]] : !tile.block<1x1xbf16>, !tile.tensor<3x64x32xbf16, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// A block of two rows of three: the last one reaches past the matrix, whose third tile row is
// not the next matrix's first one.

tile.kernel @batch_edge(%A : !tile.tensor<3x96x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %r = arith.muli %w, %c64 : index
  %s = tile.load %A[%c0, %r, %c0] : !tile.tensor<3x96x32xbf16, dram> -> tensor<64x32xbf16>
  tile.store %s, %A[%c0, %r, %c0] : tensor<64x32xbf16>, !tile.tensor<3x96x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @batch_edge
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<3x96x32xbf16, dram>, %[[START:.+]]: index) {
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 2 : index}
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[MULI]], %[[C0]]] {guard_rows} : !tile.tensor<3x96x32xbf16, dram> -> !tile.block<2x1xbf16>
// CHECK-NEXT:    %[[MULI1:.+]] = arith.muli %[[W]], %[[C2]]
// CHECK-NEXT:    tile.store %[[S]], %[[A]][%[[C0]], %[[MULI1]], %[[C0]]] {guard_rows} : !tile.block<2x1xbf16>, !tile.tensor<3x96x32xbf16, dram>
// CHECK-NOT:     {{ tensor<}}

// -----

// The first matrix is read in front of the tensor and the last one written behind it.

tile.kernel @outer(%A : !tile.tensor<3x2x64x32xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %before = arith.subi %w, %c1 : index
  %s = tile.load %A[%before, %c1, %c0, %c0] : !tile.tensor<3x2x64x32xbf16, dram> -> tensor<64x32xbf16>
  tile.store %s, %A[%w, %c1, %c0, %c0] : tensor<64x32xbf16>, !tile.tensor<3x2x64x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @outer
// CHECK:         tile.load {{.*}} {guard_outer} : !tile.tensor<3x2x64x32xbf16, dram> -> !tile.block<2x1xbf16>
// CHECK-NEXT:    tile.store {{.*}} {guard_outer} : !tile.block<2x1xbf16>, !tile.tensor<3x2x64x32xbf16, dram>
