// What is made for an op has the op's place; the kernel keeps where each buffer was allocated.

// RUN: ttc-opt %s -p lower-memory-space --print-debuginfo | filecheck %s

grid.kernel @k(%A : !grid.buffer<32x32xbf16, dram>, %C : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %zero = arith.constant 0.0 : f32
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared> loc("k.py":4:5)
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment> loc("k.py":5:5)
  grid.fill %c, %zero : !grid.buffer<32x32xf32, fragment>, f32 loc("k.py":6:5)
  scf.for %k = %c0 to %c2 step %c1 {
    grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared> loc("k.py":8:9)
    grid.gemm %s, %s, %c {transpose_b} : !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xf32, fragment> loc("k.py":9:9)
  } loc("k.py":7:5)
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %c[%i, %j] : !grid.buffer<32x32xf32, fragment> -> f32 loc("k.py":11:9)
    %q = arith.truncf %p : f32 to bf16 loc("k.py":11:19)
    grid.store %q, %C[%i, %j] : bf16, !grid.buffer<32x32xbf16, dram> loc("k.py":11:9)
  } loc("k.py":10:5)
} loc("k.py":1:1)

// CHECK-LABEL: tile.kernel @k
// CHECK-SAME:    buffers = {s = loc("k.py":4:5), c = loc("k.py":5:5)}
// CHECK:         tile.fill(0.000000e+00) : tensor<32x32xf32> loc("k.py":6:5)
// CHECK:         scf.for
// CHECK-NEXT:      tile.load {{.*}} loc("k.py":8:9)
// CHECK-NEXT:      tile.transpose {{.*}} loc("k.py":9:9)
// CHECK-NEXT:      tile.matmul {{.*}} loc("k.py":9:9)
// CHECK-NEXT:      scf.yield {{.*}} loc("k.py":7:5)
// CHECK-NEXT:    } loc("k.py":7:5)
// CHECK-NEXT:    tile.generic
// CHECK:           arith.truncf {{.*}} loc("k.py":11:19)
// CHECK-NEXT:      tile.yield {{.*}} loc("k.py":10:5)
// CHECK-NEXT:    } loc("k.py":10:5)
// CHECK-NEXT:    tile.store {{.*}} loc("k.py":11:9)
// CHECK-NEXT:  } loc("k.py":1:1)
