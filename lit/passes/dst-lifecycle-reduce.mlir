// Reductions: one reduce_tile for each tile, and the end of what its init began.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// Tiles along the axis add up in DST. Nothing else is unpacked: the packer keeps to what a
// reduction fills until all subblocks are done.

metal.kernel @columns(%x : !metal.cb<3x4xf32, depth=1>, %ones : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x4xf32, depth=1>) attributes {role = "compute"} {
  tile.section <1x2> ins(%x, %ones : !metal.cb<3x4xf32, depth=1>, !metal.cb<1x1xf32, depth=1>) ["cols", "whole"] outs(%y : !metal.cb<1x4xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<3x2xf32>, %q : !tile.block<1x1xf32>):
    %s = tile.reduce "sum" 0 %p by %q : !tile.block<1x1xf32> : !tile.block<3x2xf32> -> !tile.block<1x2xf32>
    %r = tile.unary "sqrt" %s : !tile.block<1x2xf32>
    tile.yield %r : !tile.block<1x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @columns
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<3x4xf32, depth=1>, %[[ONES:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x4xf32, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[V4:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[COL:.+]] = %[[V4]] to %[[V3]] step %[[V2]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[C:.+]] = %[[V4]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:        scf.for %[[K:.+]] = %[[V4]] to %[[V0]] step %[[V1]] {
// CHECK-NEXT:          %[[V5:.+]] = arith.addi %[[COL]], %[[C]] : index
// CHECK-NEXT:          %[[V6:.+]] = arith.muli %[[K]], %[[V3]] : index
// CHECK-NEXT:          %[[V7:.+]] = arith.addi %[[V6]], %[[V5]] : index
// CHECK-NEXT:          metal.reduce_tile "SUM" "REDUCE_COL" %[[X]][%[[V7]]], %[[ONES]][%[[V4]]] to %[[C]] : !metal.cb<3x4xf32, depth=1>, !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[V4]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:        metal.sfpu_unary "sqrt_tile" %[[T]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T_1:.+]] = %[[V4]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:        %[[V8:.+]] = arith.addi %[[COL]], %[[T_1]] : index
// CHECK-NEXT:        metal.pack_tile_at %[[T_1]] to %[[Y]][%[[V8]]] : !metal.cb<1x4xf32, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.reduce_uninit %[[X]] : !metal.cb<3x4xf32, depth=1>

// -----

// What the result is combined with is unpacked after it: the reduction is over before.

metal.kernel @running(%x : !metal.cb<2x3xbf16, depth=1>, %ones : !metal.cb<1x1xbf16, depth=1>, %m : !metal.cb<2x1xf32, depth=1>, %y : !metal.cb<2x1xf32, depth=1>) attributes {role = "compute"} {
  tile.section <2x1> ins(%x, %ones, %m : !metal.cb<2x3xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>, !metal.cb<2x1xf32, depth=1>) ["rows", "whole", "tiles"] outs(%y : !metal.cb<2x1xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<2x3xbf16>, %q : !tile.block<1x1xbf16>, %o : !tile.block<2x1xf32>):
    %s = tile.reduce "max" 1 %p by %q : !tile.block<1x1xbf16> : !tile.block<2x3xbf16> -> !tile.block<2x1xf32>
    %r = tile.binary "max" %o, %s : !tile.block<2x1xf32>
    tile.yield %r : !tile.block<2x1xf32>
  }
}

// CHECK-LABEL: metal.kernel @running
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<2x3xbf16, depth=1>, %[[ONES:.+]]: !metal.cb<1x1xbf16, depth=1>, %[[M:.+]]: !metal.cb<2x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<2x1xf32, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[R:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[V3]] to %[[V0]] step %[[V1]] {
// CHECK-NEXT:        %[[V4:.+]] = arith.muli %[[R]], %[[V0]] : index
// CHECK-NEXT:        %[[V5:.+]] = arith.addi %[[V4]], %[[K]] : index
// CHECK-NEXT:        metal.reduce_tile "MAX" "REDUCE_ROW" %[[X]][%[[V5]]], %[[ONES]][%[[V3]]] to %[[R]] : !metal.cb<2x3xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.reduce_uninit %[[X]] : !metal.cb<2x3xbf16, depth=1>
// CHECK-NEXT:    scf.for %[[T:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      %[[V6:.+]] = arith.addi %[[T]], %[[V2]] : index
// CHECK-NEXT:      metal.copy_tile %[[M]][%[[T]]] to %[[V6]] : !metal.cb<2x1xf32, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    scf.for %[[T_1:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      %[[V7:.+]] = arith.addi %[[T_1]], %[[V2]] : index
// CHECK-NEXT:      %[[V8:.+]] = arith.addi %[[T_1]], %[[V2]] : index
// CHECK-NEXT:      metal.sfpu_binary "binary_max_tile" %[[V7]], %[[T_1]] to %[[V8]]
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[T_2:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      %[[V9:.+]] = arith.addi %[[T_2]], %[[V2]] : index
// CHECK-NEXT:      metal.pack_tile_at %[[V9]] to %[[Y]][%[[T_2]]] : !metal.cb<2x1xf32, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release
