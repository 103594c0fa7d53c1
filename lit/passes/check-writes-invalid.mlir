// RUN: not ttc-opt %s -p check-writes 2>&1 | filecheck %s --strict-whitespace --match-full-lines

// Each half of the grid writes the same rows: the place does not depend on %bx.

grid.kernel @same_rows(%C: !grid.buffer<64x64xf32, global>) {
  grid.launch (%bx, %by) in (2, 2) {
    %s = grid.alloc : !grid.buffer<32x64xf32, shared>
    %c0 = arith.constant 0 : index
    %c32 = arith.constant 32 : index
    %row = arith.muli %by, %c32 : index
    grid.copy %s[%c0, %c0] sizes <32x64> to %C[%row, %c0] sizes <32x64> : !grid.buffer<32x64xf32, shared> to !grid.buffer<64x64xf32, global> loc("no-such-file.py":9:5)
  }
}
//      CHECK:error: blocks (bx, by) = (0, 0) and (1, 0) both write element [0, 0] of 'C'
// CHECK-NEXT:  --> no-such-file.py:9:5
// CHECK-NEXT:note: its place does not depend on 'bx': add it to the offset
