// RUN: ttc-opt %s -p check-writes --split-input-file | filecheck %s

// Sums of scaled block ids are proved apart; the IR stays as it is.

grid.kernel @tiles(%A: !grid.buffer<128x128xf32, global>, %C: !grid.buffer<128x128xf32, global>) {
  grid.launch (%bx, %by) in (4, 2) {
    %s = grid.alloc : !grid.buffer<64x32xf32, shared>
    %c0 = arith.constant 0 : index
    %c32 = arith.constant 32 : index
    %c64 = arith.constant 64 : index
    %row = arith.muli %by, %c64 : index
    %col = arith.muli %bx, %c32 : index
    grid.copy %A[%row, %col] sizes <64x32> to %s[%c0, %c0] sizes <64x32> : !grid.buffer<128x128xf32, global> to !grid.buffer<64x32xf32, shared>
    grid.copy %s[%c0, %c0] sizes <64x32> to %C[%row, %col] sizes <64x32> : !grid.buffer<64x32xf32, shared> to !grid.buffer<128x128xf32, global>
  }
}
// CHECK-LABEL: @tiles
// CHECK:         grid.copy %s[%c0, %c0] sizes <64x32> to %C[%row, %col]

// -----

// In place: every block reads exactly what it writes afterwards.

grid.kernel @in_place(%A: !grid.buffer<128xf32, global>) {
  grid.launch (%bx) in (4) {
    %c32 = arith.constant 32 : index
    %start = arith.muli %bx, %c32 : index
    grid.parallel (%i) in (32) {
      %at = arith.addi %start, %i : index
      %x = grid.load %A[%at] : !grid.buffer<128xf32, global> -> f32
      %y = arith.negf %x : f32
      grid.store %y, %A[%at] : f32, !grid.buffer<128xf32, global>
    }
  }
}
// CHECK-LABEL: @in_place
// CHECK:         grid.store %y, %A[%at]

// -----

// Quotients and remainders of a block id are evaluated for every block.

grid.kernel @folded(%C: !grid.buffer<64x64xf32, global>) {
  grid.launch (%b) in (4) {
    %s = grid.alloc : !grid.buffer<32x32xf32, shared>
    %c0 = arith.constant 0 : index
    %c2 = arith.constant 2 : index
    %c32 = arith.constant 32 : index
    %q = arith.floordivsi %b, %c2 : index
    %r = arith.remsi %b, %c2 : index
    %row = arith.muli %q, %c32 : index
    %col = arith.muli %r, %c32 : index
    grid.copy %s[%c0, %c0] sizes <32x32> to %C[%row, %col] sizes <32x32> : !grid.buffer<32x32xf32, shared> to !grid.buffer<64x64xf32, global>
  }
}
// CHECK-LABEL: @folded
// CHECK:         grid.copy %s[%c0, %c0] sizes <32x32> to %C[%row, %col]

// -----

// A condition leaves one block of each column; data may make it fail, too.

grid.kernel @conditional(%C: !grid.buffer<64x64xf32, global>, %n: i32) {
  grid.launch (%bx, %by) in (2, 3) {
    %s = grid.alloc : !grid.buffer<64x32xf32, shared>
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c2 = arith.constant 2 : index
    %c32 = arith.constant 32 : index
    %zero = arith.constant 0 : i32
    %col = arith.muli %bx, %c32 : index
    %last = arith.cmpi eq, %by, %c2 : index
    %more = arith.cmpi sgt, %n, %zero : i32
    %here = arith.andi %last, %more : i1
    scf.if %here {
      grid.copy %s[%c0, %c0] sizes <64x32> to %C[%c0, %col] sizes <64x32> : !grid.buffer<64x32xf32, shared> to !grid.buffer<64x64xf32, global>
    }
  }
}
// CHECK-LABEL: @conditional
// CHECK:         scf.if %here {
// CHECK-NEXT:      grid.copy %s[%c0, %c0] sizes <64x32> to %C[%c0, %col]
