// Every call has the place of the op it computes; acquire to release have the section's.

// RUN: ttc-opt %s -p dst-lifecycle --print-debuginfo | filecheck %s

metal.kernel @k(%a : !metal.cb<1x2xf32, depth=2>, %y : !metal.cb<1x2xf32, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a : !metal.cb<1x2xf32, depth=2>) ["tiles"] outs(%y : !metal.cb<1x2xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>):
    %e = tile.unary "exp" %p : !tile.block<1x1xf32> loc("k.py":5:9)
    %n = tile.unary "neg" %e : !tile.block<1x1xf32> loc("k.py":6:9)
    tile.yield %n : !tile.block<1x1xf32>
  } loc("k.py":4:5)
}

// CHECK-LABEL: metal.kernel @k
// CHECK:           metal.tile_regs_acquire loc("k.py":4:5)
// CHECK-NEXT:      metal.copy_tile {{.*}} loc("k.py":5:9)
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" {{.*}} loc("k.py":5:9)
// CHECK-NEXT:      metal.sfpu_unary "negative_tile" {{.*}} loc("k.py":6:9)
// CHECK-NEXT:      metal.tile_regs_commit loc("k.py":4:5)
// CHECK-NEXT:      metal.tile_regs_wait loc("k.py":4:5)
// CHECK-NEXT:      metal.pack_tile {{.*}} loc("k.py":4:5)
// CHECK-NEXT:      metal.tile_regs_release loc("k.py":4:5)
// CHECK-NEXT:    } loc("k.py":4:5)
