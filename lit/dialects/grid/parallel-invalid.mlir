// What an iteration space and its element accesses may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

grid.parallel (%i, %j) in (8, 0) {
}
// CHECK: 'grid.parallel': every extent is at least 1

// -----

grid.parallel (%i) in (8, 8) {
}
// CHECK: 'grid.parallel': the body takes one index per extent

// -----

%A = "test.op"() : () -> !grid.buffer<8x8xf32, shared>
grid.parallel (%i) in (8) {
  %x = grid.load %A[%i] : !grid.buffer<8x8xf32, shared> -> f32
}
// CHECK: 'grid.load': one index for each dimension

// -----

%A, %x = "test.op"() : () -> (!grid.buffer<8x8xf32, shared>, f32)
grid.parallel (%i) in (8) {
  grid.store %x, %A[%i] : f32, !grid.buffer<8x8xf32, shared>
}
// CHECK: 'grid.store': one index for each dimension

// -----

%A, %x = "test.op"() : () -> (!grid.buffer<8xf32, shared>, bf16)
grid.parallel (%i) in (8) {
  grid.store %x, %A[%i] : bf16, !grid.buffer<8xf32, shared>
}
// CHECK: 'grid.store': the value has the buffer's element type

// -----

%A = "test.op"() : () -> !grid.buffer<8xf32, shared>
%c0 = arith.constant 0 : index
%x = grid.load %A[%c0] : !grid.buffer<8xf32, shared> -> f32
// CHECK: 'grid.load': an element is accessed in a grid.parallel

// -----

%A, %x = "test.op"() : () -> (!grid.buffer<8xf32, shared>, f32)
%c0 = arith.constant 0 : index
grid.store %x, %A[%c0] : f32, !grid.buffer<8xf32, shared>
// CHECK: 'grid.store': an element is accessed in a grid.parallel

// -----

%v, %x = "test.op"() : () -> (!grid.buffer<1xf32, var>, f32)
%c0 = arith.constant 0 : index
grid.parallel (%i) in (8) {
  grid.store %x, %v[%c0] : f32, !grid.buffer<1xf32, var>
}
// CHECK: 'grid.store': the iterations of a grid.parallel share their variables

// -----

%x = "test.op"() : () -> f32
%y = grid.sigmoid %x : f32 -> bf16
// CHECK: 'grid.sigmoid': operand and result have one type
