// Parts of blocks are a matter of indices.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// The whole block is copied, then the part over it, before the pages are handed on.

metal.kernel @insert(%x : !metal.cb<1x2xbf16, depth=1>, %w : !metal.cb<2x4xbf16, depth=1>, %y : !metal.cb<2x4xbf16, depth=1>, %r : index, %c : index) attributes {role = "compute"} {
  tile.section <2x4> ins(%x, %w : !metal.cb<1x2xbf16, depth=1>, !metal.cb<2x4xbf16, depth=1>) ["whole", "tiles"] outs(%y : !metal.cb<2x4xbf16, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x2xbf16>, %q : !tile.block<2x4xbf16>):
    %i = tile.insert %p, %q[%r, %c] : !tile.block<1x2xbf16>, !tile.block<2x4xbf16>
    tile.yield %i : !tile.block<2x4xbf16>
  }
}

// CHECK-LABEL: metal.kernel @insert
// CHECK-SAME:  (%[[X:.+]]: !metal.cb<1x2xbf16, depth=1>, %[[W:.+]]: !metal.cb<2x4xbf16, depth=1>, %[[Y:.+]]: !metal.cb<2x4xbf16, depth=1>, %[[R:.+]]: index, %[[C:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 8 : index
// CHECK-DAG:     %[[V4:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[T:.+]] = %[[V4]] to %[[V3]] step %[[V2]] {
// CHECK-NEXT:      metal.copy_tile %[[W]][%[[T]]] to %[[T]] : !metal.cb<2x4xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[T_1:.+]] = %[[V4]] to %[[V3]] step %[[V2]] {
// CHECK-NEXT:      metal.pack_tile_at %[[T_1]] to %[[Y]][%[[T_1]]] : !metal.cb<2x4xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release
// CHECK-NEXT:    metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[T_2:.+]] = %[[V4]] to %[[V1]] step %[[V2]] {
// CHECK-NEXT:      metal.copy_tile %[[X]][%[[T_2]]] to %[[T_2]] : !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[C_1:.+]] = %[[V4]] to %[[V1]] step %[[V2]] {
// CHECK-NEXT:      %[[V5:.+]] = arith.addi %[[C]], %[[C_1]] : index
// CHECK-NEXT:      %[[V6:.+]] = arith.muli %[[R]], %[[V0]] : index
// CHECK-NEXT:      %[[V7:.+]] = arith.addi %[[V6]], %[[V5]] : index
// CHECK-NEXT:      metal.pack_tile_at %[[C_1]] to %[[Y]][%[[V7]]] : !metal.cb<2x4xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release

// -----

// A part is looked at where it lies.

metal.kernel @extract(%w : !metal.cb<2x4xbf16, depth=1>, %y : !metal.cb<1x2xbf16, depth=1>, %r : index, %c : index) attributes {role = "compute"} {
  tile.section <1x2> ins(%w : !metal.cb<2x4xbf16, depth=1>) ["whole"] outs(%y : !metal.cb<1x2xbf16, depth=1>) -> () {
  ^bb0(%q : !tile.block<2x4xbf16>):
    %p = tile.extract %q[%r, %c] : !tile.block<2x4xbf16> -> !tile.block<1x2xbf16>
    %t = tile.binary "add" %p, %p : !tile.block<1x2xbf16>
    tile.yield %t : !tile.block<1x2xbf16>
  }
}

// CHECK-LABEL: metal.kernel @extract
// CHECK-SAME:  (%[[W:.+]]: !metal.cb<2x4xbf16, depth=1>, %[[Y:.+]]: !metal.cb<1x2xbf16, depth=1>, %[[R:.+]]: index, %[[C:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[V3:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[C_1:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      %[[V4:.+]] = arith.addi %[[C]], %[[C_1]] : index
// CHECK-NEXT:      %[[V5:.+]] = arith.muli %[[R]], %[[V0]] : index
// CHECK-NEXT:      %[[V6:.+]] = arith.addi %[[V5]], %[[V4]] : index
// CHECK-NEXT:      %[[V7:.+]] = arith.addi %[[C]], %[[C_1]] : index
// CHECK-NEXT:      %[[V8:.+]] = arith.muli %[[R]], %[[V0]] : index
// CHECK-NEXT:      %[[V9:.+]] = arith.addi %[[V8]], %[[V7]] : index
// CHECK-NEXT:      metal.binary_tiles %[[W]][%[[V6]]], %[[W]][%[[V9]]] to %[[C_1]] {kind = "add"} : !metal.cb<2x4xbf16, depth=1>, !metal.cb<2x4xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[T:.+]] = %[[V3]] to %[[V2]] step %[[V1]] {
// CHECK-NEXT:      metal.pack_tile_at %[[T]] to %[[Y]][%[[T]]] : !metal.cb<1x2xbf16, depth=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release
