// Swizzled order walks panels of block rows column by column.

// RUN: ttc-opt %s -p grid-to-persistent --split-input-file | filecheck %s

// Panels of two rows divide the four rows: every panel has 2 x 8 blocks.

grid.kernel @even(%A : !grid.buffer<4x8xbf16, global>) {
  grid.launch (%bx, %by) in (8, 4) {
    "test.op"(%bx, %by) : (index, index) -> ()
  } {order = "swizzle", panel = 2 : i64}
}

// CHECK-LABEL: grid.kernel @even
// CHECK-SAME:    {grid = #grid.sizes<8x4>, dealing = "contiguous", order = "swizzle", panel = 2 : i64}
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C16:.+]] = arith.constant 16 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 32 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 32 : index}
// CHECK-NEXT:      %[[DIVUI:.+]] = arith.divui %[[WORK]], %[[C16]]
// CHECK-NEXT:      %[[PANEL_ROW:.+]] = arith.muli %[[DIVUI]], %[[C2]]
// CHECK-NEXT:      %[[IN_PANEL:.+]] = arith.remui %[[WORK]], %[[C16]]
// CHECK-NEXT:      %[[REMUI:.+]] = arith.remui %[[IN_PANEL]], %[[C2]]
// CHECK-NEXT:      %[[BY:.+]] = arith.addi %[[PANEL_ROW]], %[[REMUI]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.divui %[[IN_PANEL]], %[[C2]] {ttc.below = 8 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]]) : (index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// Five rows: the last panel has one row only. Every plane of the third dimension is walked so.

grid.kernel @uneven(%A : !grid.buffer<2x5x8xbf16, global>) {
  grid.launch (%bx, %by, %bz) in (8, 5, 2) {
    "test.op"(%bx, %by, %bz) : (index, index, index) -> ()
  } {order = "swizzle", panel = 2 : i64}
}

// CHECK-LABEL: grid.kernel @uneven
// CHECK-SAME:    {grid = #grid.sizes<8x5x2>, dealing = "contiguous", order = "swizzle", panel = 2 : i64}
// CHECK-DAG:     %[[C5:.+]] = arith.constant 5 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C16:.+]] = arith.constant 16 : index
// CHECK-DAG:     %[[C40:.+]] = arith.constant 40 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 80 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 80 : index}
// CHECK-NEXT:      %[[PLANE:.+]] = arith.remui %[[WORK]], %[[C40]]
// CHECK-NEXT:      %[[DIVUI:.+]] = arith.divui %[[PLANE]], %[[C16]]
// CHECK-NEXT:      %[[PANEL_ROW:.+]] = arith.muli %[[DIVUI]], %[[C2]]
// CHECK-NEXT:      %[[IN_PANEL:.+]] = arith.remui %[[PLANE]], %[[C16]]
// CHECK-NEXT:      %[[SUBI:.+]] = arith.subi %[[C5]], %[[PANEL_ROW]]
// CHECK-NEXT:      %[[PANEL_HEIGHT:.+]] = arith.minui %[[SUBI]], %[[C2]]
// CHECK-NEXT:      %[[REMUI:.+]] = arith.remui %[[IN_PANEL]], %[[PANEL_HEIGHT]]
// CHECK-NEXT:      %[[BY:.+]] = arith.addi %[[PANEL_ROW]], %[[REMUI]] {ttc.below = 5 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.divui %[[IN_PANEL]], %[[PANEL_HEIGHT]] {ttc.below = 8 : index}
// CHECK-NEXT:      %[[BZ:.+]] = arith.divui %[[WORK]], %[[C40]] {ttc.below = 2 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]], %[[BZ]]) : (index, index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// One panel holds all rows: that is column order.

grid.kernel @one_panel(%A : !grid.buffer<4x8xbf16, global>) {
  grid.launch (%bx, %by) in (8, 4) {
    "test.op"(%bx, %by) : (index, index) -> ()
  } {order = "swizzle", panel = 9 : i64}
}

// CHECK-LABEL: grid.kernel @one_panel
// CHECK-SAME:    {grid = #grid.sizes<8x4>, dealing = "contiguous", order = "swizzle", panel = 9 : i64}
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 32 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 32 : index}
// CHECK-NEXT:      %[[BY:.+]] = arith.remui %[[WORK]], %[[C4]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.divui %[[WORK]], %[[C4]] {ttc.below = 8 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]]) : (index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// One dimension has nothing to swizzle.

grid.kernel @vector(%A : !grid.buffer<96xbf16, global>) {
  grid.launch (%bx) in (3) {
    "test.op"(%bx) : (index) -> ()
  } {order = "swizzle", panel = 2 : i64}
}

// CHECK-LABEL: grid.kernel @vector
// CHECK-SAME:    {grid = #grid.sizes<3>, dealing = "contiguous", order = "swizzle", panel = 2 : i64}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 3 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 3 : index}
// CHECK-NEXT:      "test.op"(%[[WORK]]) : (index) -> ()
// CHECK-NOT:     grid.launch
