// RUN: not ttc-opt %s -p check-writes 2>&1 | filecheck %s --strict-whitespace --match-full-lines

// A block reads its neighbour's part of the tensor that all blocks write.

grid.kernel @shift(%A: !grid.buffer<160x32xf32, global>) {
  grid.launch (%bx) in (4) {
    %s = grid.alloc : !grid.buffer<32x32xf32, shared>
    %c0 = arith.constant 0 : index
    %c32 = arith.constant 32 : index
    %row = arith.muli %bx, %c32 : index
    %next = arith.addi %row, %c32 : index
    grid.copy %A[%next, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<160x32xf32, global> to !grid.buffer<32x32xf32, shared> loc("no-such-file.py":8:5)
    grid.copy %s[%c0, %c0] sizes <32x32> to %A[%row, %c0] sizes <32x32> : !grid.buffer<32x32xf32, shared> to !grid.buffer<160x32xf32, global> loc("no-such-file.py":9:5)
  }
}
//      CHECK:error: 'A' is read here in the launch that writes it; whether the new or the old value is read is not defined
// CHECK-NEXT:  --> no-such-file.py:8:5
// CHECK-NEXT:note: it is written here
// CHECK-NEXT:  --> no-such-file.py:9:5
// CHECK-NEXT:note: write to another tensor, or read it in a second T.Kernel
