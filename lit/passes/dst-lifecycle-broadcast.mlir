// Broadcasts: operand modes of the FPU, a scratch tile for the SFPU, a slot for anything else.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// float32: a column of the vector comes into the scratch tile behind the slots, once for the tiles
// of its row.

metal.kernel @columns(%x : !metal.cb<2x2xf32, depth=1>, %v : !metal.cb<2x1xf32, depth=1>, %y : !metal.cb<2x2xf32, depth=1>) attributes {role = "compute"} {
  tile.section <1x2> ins(%x, %v : !metal.cb<2x2xf32, depth=1>, !metal.cb<2x1xf32, depth=1>) ["tiles", "rows"] outs(%y : !metal.cb<2x2xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x2xf32>, %q : !tile.block<1x1xf32>):
    %b = tile.broadcast "cols" %q : !tile.block<1x1xf32> -> !tile.block<1x2xf32>
    %s = tile.binary "sub" %b, %p : !tile.block<1x2xf32>
    tile.yield %s : !tile.block<1x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @columns
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<2x2xf32, depth=1>, %[[V:.+]]: !metal.cb<2x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<2x2xf32, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[ROW:.+]] = %[[V2]] to %[[V1]] step %[[V0]] {
// CHECK-NEXT:      %[[V3:.+]] = arith.muli %[[ROW]], %[[V1]] : index
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[V2]] to %[[V1]] step %[[V0]] {
// CHECK-NEXT:        %[[V4:.+]] = arith.addi %[[V3]], %[[T]] : index
// CHECK-NEXT:        metal.copy_tile %[[X]][%[[V4]]] to %[[T]] : !metal.cb<2x2xf32, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.unary_bcast "cols" %[[V]][%[[ROW]]] to %[[V1]] : !metal.cb<2x1xf32, depth=1>
// CHECK-NEXT:      scf.for %[[C:.+]] = %[[V2]] to %[[V1]] step %[[V0]] {
// CHECK-NEXT:        metal.sfpu_binary "sub_binary_tile" %[[V1]], %[[C]] to %[[C]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.unary_bcast_uninit "cols" %[[V]] : !metal.cb<2x1xf32, depth=1>
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T_1:.+]] = %[[V2]] to %[[V1]] step %[[V0]] {
// CHECK-NEXT:        %[[V5:.+]] = arith.addi %[[V3]], %[[T_1]] : index
// CHECK-NEXT:        metal.pack_tile_at %[[T_1]] to %[[Y]][%[[V5]]] : !metal.cb<2x2xf32, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:    }

// -----

// bfloat16: an operand mode of the FPU.

metal.kernel @rows(%x : !metal.cb<2x4xbf16, depth=1>, %v : !metal.cb<1x4xbf16, depth=1>, %y : !metal.cb<2x4xbf16, depth=1>) attributes {role = "compute"} {
  tile.section <1x4> ins(%x, %v : !metal.cb<2x4xbf16, depth=1>, !metal.cb<1x4xbf16, depth=1>) ["tiles", "cols"] outs(%y : !metal.cb<2x4xbf16, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x4xbf16>, %q : !tile.block<1x4xbf16>):
    %b = tile.broadcast "rows" %q : !tile.block<1x4xbf16> -> !tile.block<1x4xbf16>
    %s = tile.binary "mul" %b, %p : !tile.block<1x4xbf16>
    tile.yield %s : !tile.block<1x4xbf16>
  }
}

// CHECK-LABEL: metal.kernel @rows
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<2x4xbf16, depth=1>, %[[V:.+]]: !metal.cb<1x4xbf16, depth=1>, %[[Y:.+]]: !metal.cb<2x4xbf16, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[ROW:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      %[[V4:.+]] = arith.muli %[[ROW]], %[[V0]] : index
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[C:.+]] = %[[V3]] to %[[V0]] step %[[V1]] {
// CHECK-NEXT:        %[[V5:.+]] = arith.muli %[[ROW]], %[[V0]] : index
// CHECK-NEXT:        %[[V6:.+]] = arith.addi %[[V5]], %[[C]] : index
// CHECK-NEXT:        metal.tiles_bcast %[[X]][%[[V6]]], %[[V]][%[[C]]] to %[[C]] {kind = "mul", dim = "rows"} : !metal.cb<2x4xbf16, depth=1>, !metal.cb<1x4xbf16, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[V3]] to %[[V0]] step %[[V1]] {
// CHECK-NEXT:        %[[V7:.+]] = arith.addi %[[V4]], %[[T]] : index
// CHECK-NEXT:        metal.pack_tile_at %[[T]] to %[[Y]][%[[V7]]] : !metal.cb<2x4xbf16, depth=1>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:    }

// -----

// What no binary function takes is spread over a slot.

metal.kernel @chosen(%x : !metal.cb<1x1xf32, depth=1>, %v : !metal.cb<1x1xf32, depth=1>, %y : !metal.cb<1x1xf32, depth=1>) attributes {role = "compute"} {
  tile.section <1x1> ins(%x, %v : !metal.cb<1x1xf32, depth=1>, !metal.cb<1x1xf32, depth=1>) ["tiles", "whole"] outs(%y : !metal.cb<1x1xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>):
    %b = tile.broadcast "scalar" %q : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
    %c = tile.compare "lt" %p, %p : !tile.block<1x1xf32>
    %s = tile.select %c, %b, %p : !tile.block<1x1xf32>, !tile.block<1x1xf32>
    tile.yield %s : !tile.block<1x1xf32>
  }
}

// CHECK-LABEL: metal.kernel @chosen
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<1x1xf32, depth=1>, %[[V:.+]]: !metal.cb<1x1xf32, depth=1>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=1>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    metal.copy_tile %[[X]][%[[V2]]] to %[[V2]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.sfpu_binary "lt_binary_tile" %[[V2]], %[[V2]] to %[[V1]]
// CHECK-NEXT:    metal.unary_bcast "scalar" %[[V]][%[[V2]]] to %[[V0]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.unary_bcast_uninit "scalar" %[[V]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.sfpu_ternary "where_tile<DataFormat::Float32>" %[[V1]], %[[V0]], %[[V2]] to %[[V1]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile_at %[[V1]] to %[[Y]][%[[V2]]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.tile_regs_release
