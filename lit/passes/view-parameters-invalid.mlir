// RUN: not ttc-opt %s -p view-parameters 2>&1 | filecheck %s

// A launch that writes a tensor as it is, and reads it under another shape.

grid.kernel @k(%X : !grid.buffer<4x64x96xbf16, global>) {
  grid.launch (%b) in (4) {
    %c0 = arith.constant 0 : index
    %s = grid.alloc : !grid.buffer<64x96xbf16, shared>
    %Z = grid.reshape %X : !grid.buffer<4x64x96xbf16, global> to !grid.buffer<256x96xbf16, global>
    grid.copy %Z[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<256x96xbf16, global> to !grid.buffer<64x96xbf16, shared> loc("k.py":7:5)
    grid.copy %s[%c0, %c0] sizes <64x96> to %X[%b, %c0, %c0] sizes <1x64x96> : !grid.buffer<64x96xbf16, shared> to !grid.buffer<4x64x96xbf16, global> loc("k.py":9:5)
  }
}
// CHECK:      error: 'X' is used as 256x96 here, and written as 4x64x96
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: it is written here
// CHECK-NEXT:   --> k.py:9:5
// CHECK-NEXT: note: use one shape in this T.Kernel, or two T.Kernel one after the other
