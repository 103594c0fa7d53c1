// RUN: not ttc-opt %s -p view-parameters 2>&1 | filecheck %s

// A tensor that is used as it is, and under another shape.

grid.kernel @k(%X : !grid.buffer<4x64x96xbf16, global>) {
  grid.launch (%b) in (4) {
    %c0 = arith.constant 0 : index
    %s = grid.alloc : !grid.buffer<64x96xbf16, shared>
    grid.copy %X[%b, %c0, %c0] sizes <1x64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<4x64x96xbf16, global> to !grid.buffer<64x96xbf16, shared> loc("k.py":7:5)
    %Z = grid.reshape %X : !grid.buffer<4x64x96xbf16, global> to !grid.buffer<256x96xbf16, global>
    grid.copy %Z[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<256x96xbf16, global> to !grid.buffer<64x96xbf16, shared> loc("k.py":9:5)
  }
}
// CHECK:      error: 'X' is used as 4x64x96 here, and as 256x96 elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: the other shape is used here
// CHECK-NEXT:   --> k.py:9:5
// CHECK-NEXT: note: a tensor lies in tiles of one shape: copy it to another in a first T.Kernel
