// What has no C++ is refused at its place: ops of other levels, loops that carry buffers, functions
// that the SDK does not have, and tensors in a compute kernel.

// RUN: ttc-opt %s -t metalium --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @k(%d : index) attributes {role = "compute"} {
  metal.sfpu_unary "frobnicate_tile" %d loc("k.py":3:5)
}
// CHECK:      error: the SDK has no SFPU function 'frobnicate_tile'
// CHECK-NEXT:   --> k.py:3:5

// -----

metal.kernel @k(%d : index) attributes {role = "compute"} {
  metal.sfpu_unary "power_tile" %d loc("k.py":3:5)
}
// CHECK:      error: 'power_tile' takes 1 parameters, 0 given

// -----

metal.kernel @k(%cb : !metal.cb<1x1xbf16, depth=1>, %n : index) attributes {role = "reader"} {
  %0 = scf.for %i = %n to %n step %n iter_args(%x = %cb) -> (!metal.cb<1x1xbf16, depth=1>) {
    scf.yield %x : !metal.cb<1x1xbf16, depth=1>
  } loc("k.py":4:5)
}
// CHECK:      error: 'scf.for' with a result of !metal.cb<1x1xbf16, depth=1> has no C++
// CHECK-NEXT:   --> k.py:4:5

// -----

metal.kernel @k(%d : index) attributes {role = "reader"} {
  metal.sfpu_unary "exp_tile" %d loc("k.py":5:5)
}
// CHECK:      error: the SDK has no function 'exp_tile' for a reader
// CHECK-NEXT:   --> k.py:5:5

// -----

metal.kernel @k(%a : index) attributes {role = "writer"} {
  %0 = arith.index_cast %a : index to i32
  %1 = arith.sitofp %0 : i32 to f32 loc("k.py":6:5)
}
// CHECK:      error: 'arith.sitofp' has no C++ in a writer
// CHECK-NEXT:   --> k.py:6:5

// -----

metal.kernel @k(%T : !tile.tensor<32x32xbf16, dram>) attributes {role = "compute"} {
} loc("k.py":2:1)
// CHECK:      error: a compute kernel takes no tensors
// CHECK-NEXT:   --> k.py:2:1
