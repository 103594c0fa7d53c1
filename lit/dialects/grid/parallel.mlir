// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Element accesses in an iteration space; integers carry no sign in arithmetic.

grid.kernel @parallel(%A: !grid.buffer<8x16xui32, global>, %V: !grid.buffer<16xf32, global>) {
  grid.parallel (%i, %j) in (8, 16) {
    %x = grid.load %A[%i, %j] : !grid.buffer<8x16xui32, global> -> i32
    grid.store %x, %A[%i, %j] : i32, !grid.buffer<8x16xui32, global>
  }
  grid.parallel (%i) in (16) {
    %y = grid.load %V[%i] : !grid.buffer<16xf32, global> -> f32
  } {kept = 1 : i64}
}

//      CHECK: grid.parallel (%i, %j) in (8, 16) {
// CHECK-NEXT:   %x = grid.load %A[%i, %j] : !grid.buffer<8x16xui32, global> -> i32
// CHECK-NEXT:   grid.store %x, %A[%i, %j] : i32, !grid.buffer<8x16xui32, global>
// CHECK-NEXT: }
// CHECK-NEXT: grid.parallel (%i_1) in (16) {
// CHECK-NEXT:   %y = grid.load %V[%i_1] : !grid.buffer<16xf32, global> -> f32
// CHECK-NEXT: } {kept = 1 : i64}
