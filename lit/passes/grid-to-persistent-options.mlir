// Options are for launches that say nothing: the first takes them, the second keeps its own.

// RUN: ttc-opt %s -p 'grid-to-persistent{work=strided order=swizzle panel=3}' | filecheck %s

grid.kernel @silent(%A : !grid.buffer<6x8xbf16, global>) {
  grid.launch (%bx, %by) in (8, 6) {
    "test.op"(%bx, %by) : (index, index) -> ()
  }
}

grid.kernel @outspoken(%A : !grid.buffer<6x8xbf16, global>) {
  grid.launch (%bx, %by) in (8, 6) {
    "test.op"(%bx, %by) : (index, index) -> ()
  } {work = "contiguous", order = "row"}
}

// CHECK-LABEL: grid.kernel @silent
// CHECK-SAME:    {grid = #grid.sizes<8x6>, dealing = "strided", order = "swizzle", panel = 3 : i64}
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C24:.+]] = arith.constant 24 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 48 "strided"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[I]], %[[STEP]]
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[MULI]] {ttc.below = 48 : index}
// CHECK-NEXT:      %[[DIVUI:.+]] = arith.divui %[[WORK]], %[[C24]]
// CHECK-NEXT:      %[[PANEL_ROW:.+]] = arith.muli %[[DIVUI]], %[[C3]]
// CHECK-NEXT:      %[[IN_PANEL:.+]] = arith.remui %[[WORK]], %[[C24]]
// CHECK-NEXT:      %[[REMUI:.+]] = arith.remui %[[IN_PANEL]], %[[C3]]
// CHECK-NEXT:      %[[BY:.+]] = arith.addi %[[PANEL_ROW]], %[[REMUI]] {ttc.below = 6 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.divui %[[IN_PANEL]], %[[C3]] {ttc.below = 8 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]]) : (index, index) -> ()
// CHECK-LABEL: grid.kernel @outspoken
// CHECK-SAME:    {grid = #grid.sizes<8x6>, dealing = "contiguous", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START_1:.+]], %[[COUNT_1:.+]], %[[STEP_1:.+]] = grid.work_range 48 "contiguous"
// CHECK-NEXT:    scf.for %[[I_1:.+]] = %[[C0]] to %[[COUNT_1]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK_1:.+]] = arith.addi %[[START_1]], %[[I_1]] {ttc.below = 48 : index}
// CHECK-NEXT:      %[[BX_1:.+]] = arith.remui %[[WORK_1]], %[[C8]] {ttc.below = 8 : index}
// CHECK-NEXT:      %[[BY_1:.+]] = arith.divui %[[WORK_1]], %[[C8]] {ttc.below = 6 : index}
// CHECK-NEXT:      "test.op"(%[[BX_1]], %[[BY_1]]) : (index, index) -> ()
// CHECK-NOT:     grid.launch
