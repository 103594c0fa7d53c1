// Tensors whose blocks extend over different dimensions.

// RUN: ttc-opt %s -p infer-layouts --split-input-file --verify-diagnostics | filecheck %s

// Blocks of sequence by width are written, then of sequence by head: one layout for both.

grid.kernel @k(%Q : !grid.buffer<128x8x64xbf16, dram>, %h : index) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  %t = grid.alloc : !grid.buffer<32x8xbf16, shared>
  grid.copy %s[%c0, %c0] sizes <32x64> to %Q[%c0, %h, %c0] sizes <32x1x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<128x8x64xbf16, dram> loc("k.py":6:5)
  grid.copy %Q[%c0, %c0, %h] sizes <32x8x1> to %t[%c0, %c0] sizes <32x8> : !grid.buffer<128x8x64xbf16, dram> to !grid.buffer<32x8xbf16, shared> loc("k.py":7:5)
}
// CHECK:      error: 'Q' is used in blocks over dimensions 0 and 1 here, and over dimensions 0 and 2 elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: the other blocks are used here
// CHECK-NEXT:   --> k.py:6:5
// CHECK-NEXT: note: only a tensor that nothing writes gets a copy in each layout: copy it to another

// -----

// A line along a dimension that is not in the tiles.

grid.kernel @k(%Q : !grid.buffer<128x8x64xbf16, dram>, %h : index) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  %v = grid.alloc : !grid.buffer<8xbf16, shared>
  grid.copy %s[%c0, %c0] sizes <32x64> to %Q[%c0, %h, %c0] sizes <32x1x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<128x8x64xbf16, dram> loc("k.py":6:5)
  grid.parallel (%i) in (8) {
    %p = grid.load %Q[%h, %i, %c0] : !grid.buffer<128x8x64xbf16, dram> -> bf16 loc("k.py":8:13)
    grid.store %p, %v[%i] : bf16, !grid.buffer<8xbf16, shared>
  }
}
// CHECK:      error: 'Q' is used in blocks over dimension 1 here, and over dimensions 0 and 2 elsewhere
// CHECK-NEXT:   --> k.py:8:13
// CHECK-NEXT: note: the other blocks are used here
// CHECK-NEXT:   --> k.py:6:5
// CHECK-NEXT: note: only a tensor that nothing writes gets a copy in each layout: copy it to another

// -----

// Two launches of one function share the tensor.

grid.kernel @k_0(%Q : !grid.buffer<128x8x64xbf16, dram>, %h : index) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %s[%c0, %c0] sizes <32x64> to %Q[%c0, %h, %c0] sizes <32x1x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<128x8x64xbf16, dram> loc("k.py":6:5)
}
grid.kernel @k_1(%Q : !grid.buffer<128x8x64xbf16, dram>, %h : index) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %t = grid.alloc : !grid.buffer<8x64xbf16, shared>
  grid.copy %Q[%h, %c0, %c0] sizes <1x8x64> to %t[%c0, %c0] sizes <8x64> : !grid.buffer<128x8x64xbf16, dram> to !grid.buffer<8x64xbf16, shared> loc("k.py":9:5)
}
// CHECK:      error: 'Q' is used in blocks over dimensions 1 and 2 here, and over dimensions 0 and 2 elsewhere
// CHECK-NEXT:   --> k.py:9:5
// CHECK-NEXT: note: the other blocks are used here
// CHECK-NEXT:   --> k.py:6:5
// CHECK-NEXT: note: only a tensor that nothing writes gets a copy in each layout: copy it to another

// -----

// Lines in three directions.

grid.kernel @k(%Q : !grid.buffer<32x32x32xbf16, dram>, %h : index) {
  %c0 = arith.constant 0 : index
  %v = grid.alloc : !grid.buffer<32xbf16, shared>
  grid.copy %v[%c0] sizes <32> to %Q[%c0, %h, %h] sizes <32x1x1> : !grid.buffer<32xbf16, shared> to !grid.buffer<32x32x32xbf16, dram> loc("k.py":6:5)
  grid.copy %Q[%h, %c0, %h] sizes <1x32x1> to %v[%c0] sizes <32> : !grid.buffer<32x32x32xbf16, dram> to !grid.buffer<32xbf16, shared> loc("k.py":7:5)
  grid.copy %Q[%h, %h, %c0] sizes <1x1x32> to %v[%c0] sizes <32> : !grid.buffer<32x32x32xbf16, dram> to !grid.buffer<32xbf16, shared> loc("k.py":8:5)
}
// CHECK:      error: 'Q' is used in blocks over dimension 1 here, and over dimension 0 elsewhere
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: the other blocks are used here
// CHECK-NEXT:   --> k.py:6:5
// CHECK-NEXT: note: only a tensor that nothing writes gets a copy in each layout: copy it to another
