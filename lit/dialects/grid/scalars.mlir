// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Scalars: parameters, variables that are read and written anywhere, branches on them.

grid.kernel @scalars(%n: i32, %scale: f32, %A: !grid.buffer<8xf32, global>) attributes {launch = 0 : i64, scratch = ["A"]} {
  grid.launch (%b) in (2) {
    %c0 = arith.constant 0 : index
    %v = grid.alloc : !grid.buffer<1xi32, var>
    %flag = grid.alloc : !grid.buffer<1xi1, var>
    grid.store %n, %v[%c0] : i32, !grid.buffer<1xi32, var>
    %x = grid.load %v[%c0] : !grid.buffer<1xi32, var> -> i32
    %least = arith.cmpi slt, %x, %n : i32
    scf.if %least {
      grid.store %least, %flag[%c0] : i1, !grid.buffer<1xi1, var>
    } else {
      grid.parallel (%i) in (8) {
        %y = grid.load %A[%i] : !grid.buffer<8xf32, global> -> f32
        %z = grid.sigmoid %y : f32 -> f32
        grid.store %z, %A[%i] : f32, !grid.buffer<8xf32, global>
      }
    }
  }
}

//      CHECK: grid.kernel @scalars(%n: i32, %scale: f32, %A: !grid.buffer<8xf32, global>) attributes {launch = 0 : i64, scratch = ["A"]} {
//      CHECK: %v = grid.alloc : !grid.buffer<1xi32, var>
// CHECK-NEXT: %flag = grid.alloc : !grid.buffer<1xi1, var>
// CHECK-NEXT: grid.store %n, %v[%c0] : i32, !grid.buffer<1xi32, var>
// CHECK-NEXT: %x = grid.load %v[%c0] : !grid.buffer<1xi32, var> -> i32
// CHECK-NEXT: %least = arith.cmpi slt, %x, %n : i32
// CHECK-NEXT: scf.if %least {
// CHECK-NEXT:   grid.store %least, %flag[%c0] : i1, !grid.buffer<1xi1, var>
// CHECK-NEXT: } else {
//      CHECK: %z = grid.sigmoid %y : f32 -> f32
