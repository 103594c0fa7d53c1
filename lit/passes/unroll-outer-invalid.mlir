// More copies of an op than anybody wants to read.

// RUN: ttc-opt %s -p unroll-outer --verify-diagnostics | filecheck %s

grid.kernel @k(%A : !grid.buffer<100x32x64xf32, dram>) {
  grid.parallel (%b, %i, %j) in (100, 32, 64) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<100x32x64xf32, dram> -> f32
    grid.store %p, %A[%b, %i, %j] : f32, !grid.buffer<100x32x64xf32, dram>
  } loc("k.py":7:5)
}
// CHECK:      error: this extends over three dimensions, the first of 100; 64 is the limit
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: make the outer dimension a loop: for s in T.serial(...)
