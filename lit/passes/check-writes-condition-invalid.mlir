// RUN: not ttc-opt %s -p check-writes 2>&1 | filecheck %s --strict-whitespace --match-full-lines

// Two blocks are on the other side of the condition.

grid.kernel @others(%C: !grid.buffer<32x64xf32, global>) {
  grid.launch (%bx) in (3) {
    %s = grid.alloc : !grid.buffer<32x64xf32, shared>
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %first = arith.cmpi slt, %bx, %c1 : index
    scf.if %first {
    } else {
      grid.copy %s[%c0, %c0] sizes <32x64> to %C[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xf32, shared> to !grid.buffer<32x64xf32, global> loc("no-such-file.py":9:5)
    }
  }
}
//      CHECK:error: blocks (bx) = (1) and (2) both write element [0, 0] of 'C'
// CHECK-NEXT:  --> no-such-file.py:9:5
// CHECK-NEXT:note: the conditions around it may hold for both: data may have any value
// CHECK-NEXT:note: its place does not depend on 'bx': add it to the offset
