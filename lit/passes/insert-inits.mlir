// Every call finds the hardware set up for it: the startup first, then inits as far out as can be.

// RUN: ttc-opt %s -p insert-inits --split-input-file | filecheck %s

// One op throughout: its init and the SFPU's go before all loops, nothing is left inside.

metal.kernel @hoisted(%x : !metal.cb<1x4xbf16, depth=2, id=0>, %y : !metal.cb<1x4xbf16, depth=2, id=1>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    metal.tile_regs_acquire
    scf.for %t = %c0 to %c4 step %c1 {
      metal.copy_tile %x[%t] to %t : !metal.cb<1x4xbf16, depth=2, id=0>
    }
    scf.for %t = %c0 to %c4 step %c1 {
      metal.sfpu_unary "exp_tile" %t
    }
    metal.tile_regs_commit
    metal.tile_regs_wait
    scf.for %t = %c0 to %c4 step %c1 {
      metal.pack_tile %t to %y : !metal.cb<1x4xbf16, depth=2, id=1>
    }
    metal.tile_regs_release
  }
}

// CHECK-LABEL: metal.kernel @hoisted
// CHECK-SAME:    (%[[X:.+]]: !metal.cb<1x4xbf16, depth=2, id=0>, %[[Y:.+]]: !metal.cb<1x4xbf16, depth=2, id=1>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         metal.compute_kernel_hw_startup %[[X]], %[[X]], %[[Y]]
// CHECK-NEXT:    metal.copy_init %[[X]]
// CHECK-NEXT:    metal.sfpu_init "exp_tile"
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.copy_tile %[[X]][%[[T]]] to %[[T]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[T_1:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.sfpu_unary "exp_tile" %[[T_1]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T_2:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.pack_tile %[[T_2]] to %[[Y]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release

// -----

// A product starts the hardware with in0 in source B (`reverse`); its init knows the subblock.

metal.kernel @product(%a : !metal.cb<2x1xbf16, depth=2, id=0>, %b : !metal.cb<1x2xbf16, depth=2, id=1>, %y : !metal.cb<2x2xf32, depth=2, id=2>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    metal.tile_regs_acquire
    metal.matmul_block %a[%c0], %b[%c0] to %c0 {transpose, ct = 2 : i64, rt = 2 : i64, kt = 1 : i64} : !metal.cb<2x1xbf16, depth=2, id=0>, !metal.cb<1x2xbf16, depth=2, id=1>
    metal.tile_regs_commit
    metal.tile_regs_wait
    metal.pack_tile %c0 to %y : !metal.cb<2x2xf32, depth=2, id=2>
    metal.tile_regs_release
  }
}

// CHECK-LABEL: metal.kernel @product
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x1xbf16, depth=2, id=0>, %[[B:.+]]: !metal.cb<1x2xbf16, depth=2, id=1>, %[[Y:.+]]: !metal.cb<2x2xf32, depth=2, id=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         metal.compute_kernel_hw_startup %[[A]], %[[B]], %[[Y]] {reverse}
// CHECK-NEXT:    metal.matmul_block_init %[[A]], %[[B]] {transpose, ct = 2 : i64, rt = 2 : i64, kt = 1 : i64}
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      metal.matmul_block %[[A]][%[[C0]]], %[[B]][%[[C0]]] to %[[C0]] {transpose, ct = 2 : i64, rt = 2 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:      metal.tile_regs_release

// -----

// Two SFPU functions in turn: each is loaded where it is needed, in every turn of the loop.

metal.kernel @alternating(%x : !metal.cb<1x1xbf16, depth=2, id=0>, %y : !metal.cb<1x1xbf16, depth=2, id=1>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    metal.copy_tile %x[%c0] to %c0 : !metal.cb<1x1xbf16, depth=2, id=0>
    metal.sfpu_unary "exp_tile" %c0
    metal.sfpu_unary "exp_tile" %c0
    metal.fill_tile 1.0 : f32 to %c1
    metal.sfpu_binary "add_binary_tile" %c0, %c1 to %c0
    metal.pack_tile %c0 to %y : !metal.cb<1x1xbf16, depth=2, id=1>
  }
}

// CHECK-LABEL: metal.kernel @alternating
// CHECK-SAME:    (%[[X:.+]]: !metal.cb<1x1xbf16, depth=2, id=0>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=2, id=1>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         metal.compute_kernel_hw_startup %[[X]], %[[X]], %[[Y]]
// CHECK-NEXT:    metal.copy_init %[[X]]
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.copy_tile %[[X]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:      metal.sfpu_init "exp_tile"
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:      metal.sfpu_init "fill_tile"
// CHECK-NEXT:      metal.fill_tile 1.000000e+00 : f32 to %[[C1]]
// CHECK-NEXT:      metal.sfpu_init "add_binary_tile"
// CHECK-NEXT:      metal.sfpu_binary "add_binary_tile" %[[C0]], %[[C1]] to %[[C0]]
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[Y]]

// -----

// Nothing of the input is unpacked: the startup takes the buffer that is packed.

metal.kernel @fill(%y : !metal.cb<1x1xi32, depth=2, id=0>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  metal.fill_tile 7 : i32 to %c0
  metal.pack_tile %c0 to %y : !metal.cb<1x1xi32, depth=2, id=0>
}

// CHECK-LABEL: metal.kernel @fill
// CHECK-SAME:    (%[[Y:.+]]: !metal.cb<1x1xi32, depth=2, id=0>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.compute_kernel_hw_startup %[[Y]], %[[Y]], %[[Y]]
// CHECK-NEXT:    metal.sfpu_init "fill_tile_int<DataFormat::Int32>"
// CHECK-NEXT:    metal.fill_tile 7 : i32 to %[[C0]]
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]

// -----

// Kernels with nothing to compute, and those of the other roles, stay as they are.

metal.kernel @empty() attributes {role = "compute"} {
}
metal.kernel @reader(%x : !metal.cb<1x1xbf16, depth=2, id=0>) attributes {role = "reader"} {
  metal.cb_push_back %x 1 : !metal.cb<1x1xbf16, depth=2, id=0>
}

// CHECK-LABEL: metal.kernel @empty() attributes {role = "compute"} {
// CHECK-NEXT:  }
// CHECK-NEXT:  metal.kernel @reader
// CHECK-NEXT:    metal.cb_push_back
// CHECK-NEXT:  }
