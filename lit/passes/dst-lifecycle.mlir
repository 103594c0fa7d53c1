// Sections become acquire, math, commit, wait, pack, release, once for each subblock.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// A subblock of one tile: `first` runs over the block's tiles, pages are packed in order.

metal.kernel @tile_by_tile(%a : !metal.cb<2x2xbf16, depth=2>, %b : !metal.cb<2x2xbf16, depth=2>, %y : !metal.cb<2x2xbf16, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a, %b : !metal.cb<2x2xbf16, depth=2>, !metal.cb<2x2xbf16, depth=2>) ["tiles", "tiles"] outs(%y : !metal.cb<2x2xbf16, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xbf16>, %q : !tile.block<1x1xbf16>):
    %s = tile.binary "add" %p, %q : !tile.block<1x1xbf16>
    %e = tile.unary "exp" %s : !tile.block<1x1xbf16>
    tile.yield %e : !tile.block<1x1xbf16>
  }
}

// CHECK-LABEL: metal.kernel @tile_by_tile
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[B:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[Y:.+]]: !metal.cb<2x2xbf16, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[FIRST:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      metal.binary_tiles %[[A]][%[[FIRST]]], %[[B]][%[[FIRST]]] to %[[C0]] {kind = "add"}
// CHECK-NEXT:      metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// A run of two tiles: every op goes over both before the next one starts, so that each needs its
// init once. The second slot begins at tile 2 of DST.

metal.kernel @run(%a : !metal.cb<4x2xf32, depth=2>, %b : !metal.cb<4x2xf32, depth=2>, %y : !metal.cb<4x2xf32, depth=2>) attributes {role = "compute"} {
  tile.section <1x2> ins(%a, %b : !metal.cb<4x2xf32, depth=2>, !metal.cb<4x2xf32, depth=2>) ["tiles", "tiles"] outs(%y : !metal.cb<4x2xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x2xf32>, %q : !tile.block<1x2xf32>):
    %m = tile.scalar "mul" %p, (2.0) : !tile.block<1x2xf32>
    %s = tile.binary "add" %m, %q : !tile.block<1x2xf32>
    tile.yield %s : !tile.block<1x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @run
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<4x2xf32, depth=2>, %[[B:.+]]: !metal.cb<4x2xf32, depth=2>, %[[Y:.+]]: !metal.cb<4x2xf32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[FIRST:.+]] = %[[C0]] to %[[C8]] step %[[C2]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[FIRST]], %[[T]]
// CHECK-NEXT:        metal.copy_tile %[[A]][%[[ADDI]]] to %[[T]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[T_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        metal.sfpu_unary "mul_unary_tile" %[[T_1]] {params = [1073741824 : i64]}
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[T_2:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI1:.+]] = arith.addi %[[FIRST]], %[[T_2]]
// CHECK-NEXT:        %[[ADDI2:.+]] = arith.addi %[[T_2]], %[[C2]]
// CHECK-NEXT:        metal.copy_tile %[[B]][%[[ADDI1]]] to %[[ADDI2]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[T_3:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI3:.+]] = arith.addi %[[T_3]], %[[C2]]
// CHECK-NEXT:        metal.sfpu_binary "add_binary_tile" %[[T_3]], %[[ADDI3]] to %[[T_3]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T_4:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        metal.pack_tile %[[T_4]] to %[[Y]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// A subblock that is the whole block needs no loop. Two results are two packs; the first one is
// copied to another slot, since `neg` overwrites its operand.

metal.kernel @whole(%a : !metal.cb<1x1xf32, depth=2>, %y : !metal.cb<1x1xf32, depth=2>, %z : !metal.cb<1x1xf32, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a : !metal.cb<1x1xf32, depth=2>) ["tiles"] outs(%y, %z : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>):
    %e = tile.unary "exp" %p : !tile.block<1x1xf32>
    %n = tile.unary "neg" %e : !tile.block<1x1xf32>
    tile.yield %e, %n : !tile.block<1x1xf32>, !tile.block<1x1xf32>
  }
}

// CHECK-LABEL: metal.kernel @whole
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2>, %[[Z:.+]]: !metal.cb<1x1xf32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    metal.copy_tile %[[A]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.sfpu_unary "exp_tile" %[[C0]]
// CHECK-NEXT:    metal.copy_dest_values %[[C0]] to %[[C1]] as f32
// CHECK-NEXT:    metal.sfpu_unary "negative_tile" %[[C1]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:    metal.pack_tile %[[C1]] to %[[Z]]
// CHECK-NEXT:    metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// Constants are fills, of integers where the block has integers; integer ops have functions of
// their own.

metal.kernel @integers(%a : !metal.cb<1x1xi32, depth=2>, %y : !metal.cb<1x1xi32, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a : !metal.cb<1x1xi32, depth=2>) ["tiles"] outs(%y : !metal.cb<1x1xi32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xi32>):
    %c = tile.fill(3.0) : !tile.block<1x1xi32>
    %s = tile.binary "add" %p, %c : !tile.block<1x1xi32>
    tile.yield %s : !tile.block<1x1xi32>
  }
}

// CHECK-LABEL: metal.kernel @integers
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xi32, depth=2>, %[[Y:.+]]: !metal.cb<1x1xi32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    metal.fill_tile 3 : i32 to %[[C0]]
// CHECK-NEXT:    metal.copy_tile %[[A]][%[[C0]]] to %[[C1]]
// CHECK-NEXT:    metal.sfpu_binary "add_int_tile<DataFormat::Int32>" %[[C1]], %[[C0]] to %[[C1]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile %[[C1]] to %[[Y]]
// CHECK-NEXT:    metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// A conversion between floats is the packer's, one to integers is a call.

metal.kernel @casts(%a : !metal.cb<1x1xf32, depth=2>, %y : !metal.cb<1x1xbf16, depth=2>, %z : !metal.cb<1x1xi32, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a : !metal.cb<1x1xf32, depth=2>) ["tiles"] outs(%y, %z : !metal.cb<1x1xbf16, depth=2>, !metal.cb<1x1xi32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>):
    %h = tile.cast %p : !tile.block<1x1xf32> -> !tile.block<1x1xbf16>
    %i = tile.cast %p : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
    tile.yield %h, %i : !tile.block<1x1xbf16>, !tile.block<1x1xi32>
  }
}

// CHECK-LABEL: metal.kernel @casts
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[Z:.+]]: !metal.cb<1x1xi32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    metal.copy_tile %[[A]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.copy_dest_values %[[C0]] to %[[C1]] as f32
// CHECK-NEXT:    metal.sfpu_unary "typecast_tile<(uint32_t)DataFormat::Float32, (uint32_t)DataFormat::Int32>" %[[C1]]
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:    metal.pack_tile %[[C1]] to %[[Z]]
// CHECK-NEXT:    metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}
