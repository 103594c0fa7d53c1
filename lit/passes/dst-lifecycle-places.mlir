// Masks and numbers of places: what a tile needs is decided by its index.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// Each tile is decided by the number in its first element: a branch where only run time knows it.

metal.kernel @causal(%x : !metal.cb<2x2xf32, depth=1>, %n : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<2x2xf32, depth=1>, %s : index) attributes {role = "compute"} {
  tile.section <1x2> ins(%x, %n : !metal.cb<2x2xf32, depth=1>, !metal.cb<1x1xf32, depth=1>) ["tiles", "whole"] outs(%y : !metal.cb<2x2xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x2xf32>, %q : !tile.block<1x1xf32>):
    %m = tile.mask <1, -1> %s, %p, (-1.0) by %q : !tile.block<1x1xf32> : !tile.block<1x2xf32>
    tile.yield %m : !tile.block<1x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @causal
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<2x2xf32, depth=1>, %[[N:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<2x2xf32, depth=1>, %[[S:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant -31 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 31 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 32 : index
// CHECK-DAG:     %[[V4:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V5:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V6:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[ROW:.+]] = %[[V6]] to %[[V5]] step %[[V4]] {
// CHECK-NEXT:      %[[V7:.+]] = arith.muli %[[ROW]], %[[V5]] : index
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[V6]] to %[[V5]] step %[[V4]] {
// CHECK-NEXT:        %[[V8:.+]] = arith.addi %[[V7]], %[[T]] : index
// CHECK-NEXT:        metal.copy_tile %[[X]][%[[V8]]] to %[[T]] : !metal.cb<2x2xf32, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[C:.+]] = %[[V6]] to %[[V5]] step %[[V4]] {
// CHECK-NEXT:        %[[V9:.+]] = arith.muli %[[ROW]], %[[V3]] : index
// CHECK-NEXT:        %[[V10:.+]] = arith.addi %[[S]], %[[V9]] : index
// CHECK-NEXT:        %[[V11:.+]] = arith.muli %[[C]], %[[V3]] : index
// CHECK-NEXT:        %[[D:.+]] = arith.subi %[[V10]], %[[V11]] : index
// CHECK-NEXT:        %[[V12:.+]] = arith.cmpi slt, %[[D]], %[[V2]] : index
// CHECK-NEXT:        scf.if %[[V12]] {
// CHECK-NEXT:          %[[V13:.+]] = arith.cmpi slt, %[[D]], %[[V1]] : index
// CHECK-NEXT:          scf.if %[[V13]] {
// CHECK-NEXT:            metal.fill_tile -1.000000e+00 : f32 to %[[C]]
// CHECK-NEXT:          } else {
// CHECK-NEXT:            metal.copy_tile %[[N]][%[[V6]]] to %[[V5]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:            %[[V14:.+]] = arith.subi %[[V6]], %[[D]] : index
// CHECK-NEXT:            %[[V15:.+]] = metal.float_bits %[[V14]] : index
// CHECK-NEXT:            metal.sfpu_unary "unary_ge_tile" %[[V5]](%[[V15]])
// CHECK-NEXT:            metal.fill_tile -1.000000e+00 : f32 to %[[V0]]
// CHECK-NEXT:            metal.sfpu_ternary "where_tile<DataFormat::Float32>" %[[V5]], %[[C]], %[[V0]] to %[[C]]
// CHECK-NEXT:          }
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T_1:.+]] = %[[V6]] to %[[V5]] step %[[V4]] {
// CHECK-NEXT:        %[[V16:.+]] = arith.addi %[[V7]], %[[T_1]] : index
// CHECK-NEXT:        metal.pack_tile_at %[[T_1]] to %[[Y]][%[[V16]]] : !metal.cb<2x2xf32, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:    }

// -----

// The last columns of a block: tile 0 stays, tile 1 is cut, tile 2 is filled, all of it known.

metal.kernel @tail(%x : !metal.cb<1x3xbf16, depth=1>, %n : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x3xbf16, depth=1>) attributes {role = "compute"} {
  %s = arith.constant 40 : index
  tile.section <1x3> ins(%x, %n : !metal.cb<1x3xbf16, depth=1>, !metal.cb<1x1xf32, depth=1>) ["tiles", "whole"] outs(%y : !metal.cb<1x3xbf16, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x3xbf16>, %q : !tile.block<1x1xf32>):
    %m = tile.mask <0, -1> %s, %p, (0.0) by %q : !tile.block<1x1xf32> : !tile.block<1x3xbf16>
    tile.yield %m : !tile.block<1x3xbf16>
  }
}

// CHECK-LABEL: metal.kernel @tail
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<1x3xbf16, depth=1>, %[[N:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x3xbf16, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant -24 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 64 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[V4:.+]] = arith.constant 8 : index
// CHECK-DAG:     %[[V5:.+]] = arith.constant 32 : index
// CHECK-DAG:     %[[V6:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V7:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[V8:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[S:.+]] = arith.constant 40 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[T:.+]] = %[[V8]] to %[[V7]] step %[[V6]] {
// CHECK-NEXT:      metal.copy_tile %[[X]][%[[T]]] to %[[T]] : !metal.cb<1x3xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.copy_tile %[[N]][%[[V8]]] to %[[V7]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.sfpu_unary "unary_ge_tile" %[[V7]] {params = [3238002688 : i64]}
// CHECK-NEXT:    metal.fill_tile 0.000000e+00 : f32 to %[[V3]]
// CHECK-NEXT:    metal.sfpu_ternary "where_tile<DataFormat::Float32>" %[[V7]], %[[V6]], %[[V3]] to %[[V6]]
// CHECK-NEXT:    metal.fill_tile 0.000000e+00 : f32 to %[[V2]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[T_1:.+]] = %[[V8]] to %[[V7]] step %[[V6]] {
// CHECK-NEXT:      metal.pack_tile_at %[[T_1]] to %[[Y]][%[[T_1]]] : !metal.cb<1x3xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release

// -----

// Numbers of places, and a scalar of run time.

metal.kernel @numbers(%n : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x1xf32, depth=1>, %f : f32, %s : index) attributes {role = "compute"} {
  tile.section <1x1> ins(%n : !metal.cb<1x1xf32, depth=1>) ["whole"] outs(%y : !metal.cb<1x1xf32, depth=1>) -> () {
  ^bb0(%q : !tile.block<1x1xf32>):
    %i = tile.iota <0, 1> %s by %q : !tile.block<1x1xf32> : !tile.block<1x1xf32>
    %v = tile.splat %f : f32 -> !tile.block<1x1xf32>
    %m = tile.binary "mul" %i, %v : !tile.block<1x1xf32>
    tile.yield %m : !tile.block<1x1xf32>
  }
}

// CHECK-LABEL: metal.kernel @numbers
// CHECK-SAME:  (%[[N:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=1>, %[[F:.+]]: f32, %[[S:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    metal.copy_tile %[[N]][%[[V1]]] to %[[V1]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    %[[V2:.+]] = metal.float_bits %[[S]] : index
// CHECK-NEXT:    metal.sfpu_unary "add_unary_tile" %[[V1]](%[[V2]])
// CHECK-NEXT:    metal.fill_word %[[F]] to %[[V0]] : f32
// CHECK-NEXT:    metal.sfpu_binary "mul_binary_tile" %[[V1]], %[[V0]] to %[[V1]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile_at %[[V1]] to %[[Y]][%[[V1]]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.tile_regs_release

// -----

// The constant tile of the opposite factors: what is at most d stays.

metal.kernel @negated(%x : !metal.cb<1x1xf32, depth=1>, %n : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x1xf32, depth=1>, %s : index) attributes {role = "compute"} {
  tile.section <1x1> ins(%x, %n : !metal.cb<1x1xf32, depth=1>, !metal.cb<1x1xf32, depth=1>) ["tiles", "whole"] outs(%y : !metal.cb<1x1xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>):
    %m = tile.mask <1, -1> %s, %p, (-1.0) by %q : !tile.block<1x1xf32> {negated} : !tile.block<1x1xf32>
    tile.yield %m : !tile.block<1x1xf32>
  }
}

// CHECK-LABEL: metal.kernel @negated
// CHECK:           %[[BITS:.+]] = metal.float_bits %s : index
// CHECK-NEXT:      metal.sfpu_unary "unary_le_tile" {{.*}}(%[[BITS]])
