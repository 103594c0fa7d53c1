// An init has the place of the call it is for, or of the loop it was moved out of.

// RUN: ttc-opt %s -p insert-inits --print-debuginfo | filecheck %s

metal.kernel @k(%x : !metal.cb<1x1xbf16, depth=2, id=0>, %y : !metal.cb<1x1xbf16, depth=2, id=1>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    metal.copy_tile %x[%c0] to %c0 : !metal.cb<1x1xbf16, depth=2, id=0> loc("k.py":4:9)
    metal.sfpu_unary "exp_tile" %c0 loc("k.py":5:9)
    metal.sfpu_unary "sin_tile" %c0 loc("k.py":6:9)
    metal.pack_tile %c0 to %y : !metal.cb<1x1xbf16, depth=2, id=1> loc("k.py":7:9)
  } loc("k.py":3:5)
}

// CHECK-LABEL: metal.kernel @k
// CHECK:         metal.compute_kernel_hw_startup {{.*}} loc("k.py":4:9)
// CHECK-NEXT:    metal.copy_init {{.*}} loc("k.py":3:5)
// CHECK-NEXT:    scf.for
// CHECK:           metal.sfpu_init "exp_tile" loc("k.py":5:9)
// CHECK:           metal.sfpu_init "sin_tile" loc("k.py":6:9)
