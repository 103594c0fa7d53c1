// What a launch and a range of work may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

grid.kernel @k() {
  grid.launch (%a, %b, %c, %d) in (1, 1, 1, 1) {
  }
}
// CHECK: 'grid.launch': a grid has 1 to 3 dimensions

// -----

grid.kernel @k() {
  grid.launch (%a, %b) in (4, 0) {
  }
}
// CHECK: 'grid.launch': every grid extent is at least 1

// -----

grid.kernel @k() {
  grid.launch (%a) in (4, 2) {
  }
}
// CHECK: 'grid.launch': the body takes one index per grid dimension

// -----

grid.kernel @k() {
  grid.launch (%a) in (4) {
  } {work = "dealt"}
}
// CHECK: 'grid.launch': work is one of contiguous, strided

// -----

grid.kernel @k() {
  grid.launch (%a) in (4) {
  } {order = "diagonal"}
}
// CHECK: 'grid.launch': order is one of row, column, swizzle

// -----

grid.kernel @k() {
  grid.launch (%a) in (4) {
  } {order = "swizzle", panel = 0 : i64}
}
// CHECK: 'grid.launch': a panel has at least one block row

// -----

grid.launch (%a) in (4) {
}
// CHECK: 'grid.launch' expects parent op 'grid.kernel'

// -----

grid.kernel @k() {
  %start, %count, %step = grid.work_range 24 "dealt"
}
// CHECK: 'grid.work_range': work is one of contiguous, strided

// -----

grid.kernel @k(%a: i64) {
}
// CHECK: 'grid.kernel': a parameter is a buffer, an i32 or an f32

// -----

grid.kernel @k(%a: !grid.buffer<1xf32, var>) {
}
// CHECK: 'grid.kernel': a variable is no parameter
