// The grid becomes one loop over a core's work items; a block's ids are computed from the item.

// RUN: ttc-opt %s -p grid-to-persistent --split-input-file | filecheck %s

// Row order: the first extent runs fastest. The kernel keeps the grid and its schedule.

grid.kernel @row(%A : !grid.buffer<128x256xbf16, global>) {
  grid.launch (%bx, %by) in (8, 4) {
    "test.op"(%bx, %by) : (index, index) -> ()
  }
}

// CHECK-LABEL: grid.kernel @row
// CHECK-SAME:    {grid = #grid.sizes<8x4>, dealing = "contiguous", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 32 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 32 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.remui %[[WORK]], %[[C8]] {ttc.below = 8 : index}
// CHECK-NEXT:      %[[BY:.+]] = arith.divui %[[WORK]], %[[C8]] {ttc.below = 4 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]]) : (index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// One dimension: the item is the block.

grid.kernel @vector(%A : !grid.buffer<96xbf16, global>) {
  grid.launch (%bx) in (3) {
    "test.op"(%bx) : (index) -> ()
  }
}

// CHECK-LABEL: grid.kernel @vector
// CHECK-SAME:    {grid = #grid.sizes<3>, dealing = "contiguous", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 3 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 3 : index}
// CHECK-NEXT:      "test.op"(%[[WORK]]) : (index) -> ()
// CHECK-NOT:     grid.launch

// -----

// Three dimensions: the last one is the slowest.

grid.kernel @batches(%A : !grid.buffer<5x4x3xbf16, global>) {
  grid.launch (%bx, %by, %bz) in (3, 4, 5) {
    "test.op"(%bx, %by, %bz) : (index, index, index) -> ()
  }
}

// CHECK-LABEL: grid.kernel @batches
// CHECK-SAME:    {grid = #grid.sizes<3x4x5>, dealing = "contiguous", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 60 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 60 : index}
// CHECK-NEXT:      %[[BX:.+]] = arith.remui %[[WORK]], %[[C3]] {ttc.below = 3 : index}
// CHECK-NEXT:      %[[DIVUI:.+]] = arith.divui %[[WORK]], %[[C3]]
// CHECK-NEXT:      %[[BY:.+]] = arith.remui %[[DIVUI]], %[[C4]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[BZ:.+]] = arith.divui %[[DIVUI]], %[[C4]] {ttc.below = 5 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]], %[[BZ]]) : (index, index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// A dimension of one block needs no arithmetic.

grid.kernel @one_column(%A : !grid.buffer<96x32xbf16, global>) {
  grid.launch (%bx, %by) in (1, 3) {
    "test.op"(%bx, %by) : (index, index) -> ()
  }
}

// CHECK-LABEL: grid.kernel @one_column
// CHECK-SAME:    {grid = #grid.sizes<1x3>, dealing = "contiguous", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 3 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 3 : index}
// CHECK-NEXT:      "test.op"(%[[C0]], %[[WORK]]) : (index, index) -> ()
// CHECK-NOT:     grid.launch

// -----

// Strided work: a core's items are as far apart as there are cores, which is not known yet.

grid.kernel @strided(%A : !grid.buffer<96xbf16, global>) {
  grid.launch (%bx) in (3) {
    "test.op"(%bx) : (index) -> ()
  } {work = "strided"}
}

// CHECK-LABEL: grid.kernel @strided
// CHECK-SAME:    {grid = #grid.sizes<3>, dealing = "strided", order = "row", panel = 1 : i64}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 3 "strided"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[I]], %[[STEP]]
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[MULI]] {ttc.below = 3 : index}
// CHECK-NEXT:      "test.op"(%[[WORK]]) : (index) -> ()
// CHECK-NOT:     grid.launch

// -----

// Column order: the second extent runs fastest, the third one is still the slowest.

grid.kernel @column(%A : !grid.buffer<5x4x3xbf16, global>) {
  grid.launch (%bx, %by, %bz) in (3, 4, 5) {
    "test.op"(%bx, %by, %bz) : (index, index, index) -> ()
  } {order = "column"}
}

// CHECK-LABEL: grid.kernel @column
// CHECK-SAME:    {grid = #grid.sizes<3x4x5>, dealing = "contiguous", order = "column", panel = 1 : i64}
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[START:.+]], %[[COUNT:.+]], %[[STEP:.+]] = grid.work_range 60 "contiguous"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 60 : index}
// CHECK-NEXT:      %[[BY:.+]] = arith.remui %[[WORK]], %[[C4]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[DIVUI:.+]] = arith.divui %[[WORK]], %[[C4]]
// CHECK-NEXT:      %[[BX:.+]] = arith.remui %[[DIVUI]], %[[C3]] {ttc.below = 3 : index}
// CHECK-NEXT:      %[[BZ:.+]] = arith.divui %[[DIVUI]], %[[C3]] {ttc.below = 5 : index}
// CHECK-NEXT:      "test.op"(%[[BX]], %[[BY]], %[[BZ]]) : (index, index, index) -> ()
// CHECK-NOT:     grid.launch
