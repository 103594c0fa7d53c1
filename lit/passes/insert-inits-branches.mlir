// Branches, reductions and broadcasts: what is known after them.

// RUN: ttc-opt %s -p insert-inits --split-input-file | filecheck %s

// After a branch only what both ways agree on is known: the format that one way needs is set
// again, the copy that both need is not.

metal.kernel @branches(%a : !metal.cb<1x1xbf16, depth=1>, %b : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x1xbf16, depth=1>, %n : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %which = arith.cmpi eq, %n, %c0 : index
  metal.tile_regs_acquire
  metal.copy_tile %a[%c0] to %c0 : !metal.cb<1x1xbf16, depth=1>
  scf.if %which {
    metal.sfpu_unary "exp_tile" %c0
  } else {
    metal.copy_tile %b[%c0] to %c0 : !metal.cb<1x1xf32, depth=1>
    metal.sfpu_unary "exp_tile" %c0
  }
  metal.sfpu_unary "exp_tile" %c0
  metal.copy_tile %a[%c0] to %c0 : !metal.cb<1x1xbf16, depth=1>
  metal.tile_regs_commit
  metal.tile_regs_wait
  metal.pack_tile %c0 to %y : !metal.cb<1x1xbf16, depth=1>
  metal.tile_regs_release
}

// CHECK-LABEL: metal.kernel @branches
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x1xbf16, depth=1>, %[[B:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=1>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.compute_kernel_hw_startup %[[A]], %[[A]], %[[Y]] : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    %[[WHICH:.+]] = arith.cmpi eq, %[[N]], %[[C0]] : index
// CHECK-NEXT:    metal.tile_regs_acquire
// CHECK-NEXT:    metal.copy_init %[[A]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    metal.copy_tile %[[A]][%[[C0]]] to %[[C0]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    scf.if %[[WHICH]] {
// CHECK-NEXT:      metal.sfpu_init "exp_tile"
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:    } else {
// CHECK-NEXT:      metal.reconfig_data_format_srca %[[B]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.copy_init %[[B]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.copy_tile %[[B]][%[[C0]]] to %[[C0]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.sfpu_init "exp_tile"
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:    metal.reconfig_data_format_srca %[[A]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    metal.copy_init %[[A]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    metal.copy_tile %[[A]][%[[C0]]] to %[[C0]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]] : !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:    metal.tile_regs_release

// -----

// What an uninit ends must be initialised again, so it is not hoisted out of the loop around both;
// the tiles that are folded share one init. A sum across rows has its ones in source A.

metal.kernel @reduce(%a : !metal.cb<1x2xbf16, depth=1>, %ones : !metal.cb<1x1xbf16, depth=1>, %m : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x1xf32, depth=1>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %r = %c0 to %c2 step %c1 {
    metal.tile_regs_acquire
    scf.for %k = %c0 to %c2 step %c1 {
      metal.reduce_tile "SUM" "REDUCE_ROW" %a[%k], %ones[%c0] to %c0 : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
    }
    metal.reduce_uninit %a : !metal.cb<1x2xbf16, depth=1>
    metal.unary_bcast "cols" %m[%c0] to %c1 : !metal.cb<1x1xf32, depth=1>
    metal.unary_bcast_uninit "cols" %m : !metal.cb<1x1xf32, depth=1>
    metal.sfpu_ternary "where_tile<DataFormat::Float32>" %c0, %c1, %c0 to %c0
    metal.tile_regs_commit
    metal.tile_regs_wait
    metal.pack_tile_at %c0 to %y[%r] : !metal.cb<1x1xf32, depth=1>
    metal.tile_regs_release
  }
}

// CHECK-LABEL: metal.kernel @reduce
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x2xbf16, depth=1>, %[[ONES:.+]]: !metal.cb<1x1xbf16, depth=1>, %[[M:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=1>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK:         metal.compute_kernel_hw_startup %[[ONES]], %[[A]], %[[Y]] : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.sfpu_init "where_tile<DataFormat::Float32>"
// CHECK-NEXT:    scf.for %[[R:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      metal.reconfig_data_format %[[ONES]], %[[A]] : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:      metal.reduce_init "SUM" "REDUCE_ROW" %[[A]], %[[ONES]], %[[Y]] : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        metal.reduce_tile "SUM" "REDUCE_ROW" %[[A]][%[[K]]], %[[ONES]][%[[C0]]] to %[[C0]] : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.reduce_uninit %[[A]] : !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:      metal.reconfig_data_format %[[M]], %[[M]] : !metal.cb<1x1xf32, depth=1>, !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.unary_bcast_init "cols" %[[M]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.unary_bcast "cols" %[[M]][%[[C0]]] to %[[C1]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.unary_bcast_uninit "cols" %[[M]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.sfpu_ternary "where_tile<DataFormat::Float32>" %[[C0]], %[[C1]], %[[C0]] to %[[C0]]
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_tile_at %[[C0]] to %[[Y]][%[[R]]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:    }

// -----

// An operand mode has an init of its own.

metal.kernel @bcast(%a : !metal.cb<1x2xbf16, depth=1>, %v : !metal.cb<1x2xbf16, depth=1>, %y : !metal.cb<1x2xbf16, depth=1>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  metal.tile_regs_acquire
  metal.tiles_bcast %a[%c0], %v[%c0] to %c0 {kind = "add", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
  metal.tiles_bcast %a[%c1], %v[%c1] to %c1 {kind = "add", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
  metal.tiles_bcast %a[%c1], %v[%c1] to %c1 {kind = "sub", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
  metal.tile_regs_commit
  metal.tile_regs_wait
  metal.pack_tile %c0 to %y : !metal.cb<1x2xbf16, depth=1>
  metal.pack_tile %c1 to %y : !metal.cb<1x2xbf16, depth=1>
  metal.tile_regs_release
}

// CHECK-LABEL: metal.kernel @bcast
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x2xbf16, depth=1>, %[[V:.+]]: !metal.cb<1x2xbf16, depth=1>, %[[Y:.+]]: !metal.cb<1x2xbf16, depth=1>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         metal.compute_kernel_hw_startup %[[A]], %[[V]], %[[Y]] : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tile_regs_acquire
// CHECK-NEXT:    metal.bcast_init %[[A]], %[[V]] {kind = "add", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tiles_bcast %[[A]][%[[C0]]], %[[V]][%[[C0]]] to %[[C0]] {kind = "add", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tiles_bcast %[[A]][%[[C1]]], %[[V]][%[[C1]]] to %[[C1]] {kind = "add", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.bcast_init %[[A]], %[[V]] {kind = "sub", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tiles_bcast %[[A]][%[[C1]]], %[[V]][%[[C1]]] to %[[C1]] {kind = "sub", dim = "rows"} : !metal.cb<1x2xbf16, depth=1>, !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]] : !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.pack_tile %[[C1]] to %[[Y]] : !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    metal.tile_regs_release
