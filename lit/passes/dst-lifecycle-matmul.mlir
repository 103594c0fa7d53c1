// Products: subblocks in two dimensions, sums in DST and in L1.

// RUN: ttc-opt %s -p dst-lifecycle --split-input-file | filecheck %s

// 2x2 subblocks of 4x4 tiles at (row, col): in0's tile is row * 2 + kt, in1's kt * 4 + col, and a
// tile goes to its page by number (`pack_tile_at`), since a subblock is no run of pages.

metal.kernel @subblocks(%a : !metal.cb<4x2xbf16, depth=2>, %b : !metal.cb<2x4xbf16, depth=2>, %y : !metal.cb<4x4xf32, depth=2>) attributes {role = "compute"} {
  tile.section <2x2> ins(%a, %b : !metal.cb<4x2xbf16, depth=2>, !metal.cb<2x4xbf16, depth=2>) ["rows", "cols"] outs(%y : !metal.cb<4x4xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<2x2xbf16>, %q : !tile.block<2x2xbf16>):
    %z = tile.fill(0.0) : !tile.block<2x2xf32>
    %m = tile.matmul %p, %q, %z {transpose_b} : !tile.block<2x2xbf16>, !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
    tile.yield %m : !tile.block<2x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @subblocks
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<4x2xbf16, depth=2>, %[[B:.+]]: !metal.cb<2x4xbf16, depth=2>, %[[Y:.+]]: !metal.cb<4x4xf32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[ROW:.+]] = %[[C0]] to %[[C4]] step %[[C2]] {
// CHECK-NEXT:      scf.for %[[COL:.+]] = %[[C0]] to %[[C4]] step %[[C2]] {
// CHECK-NEXT:        %[[MULI:.+]] = arith.muli %[[ROW]], %[[C4]]
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[MULI]], %[[COL]]
// CHECK-NEXT:        metal.tile_regs_acquire
// CHECK-NEXT:        scf.for %[[KT:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[MULI1:.+]] = arith.muli %[[ROW]], %[[C2]]
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[MULI1]], %[[KT]]
// CHECK-NEXT:          %[[MULI2:.+]] = arith.muli %[[KT]], %[[C4]]
// CHECK-NEXT:          %[[ADDI2:.+]] = arith.addi %[[MULI2]], %[[COL]]
// CHECK-NEXT:          metal.matmul_block %[[A]][%[[ADDI1]]], %[[B]][%[[ADDI2]]] to %[[C0]] {transpose, ct = 2 : i64, rt = 2 : i64, kt = 2 : i64}
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.tile_regs_commit
// CHECK-NEXT:        metal.tile_regs_wait
// CHECK-NEXT:        scf.for %[[R:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:            %[[MULI3:.+]] = arith.muli %[[R]], %[[C4]]
// CHECK-NEXT:            %[[ADDI3:.+]] = arith.addi %[[ADDI]], %[[MULI3]]
// CHECK-NEXT:            %[[ADDI4:.+]] = arith.addi %[[ADDI3]], %[[C]]
// CHECK-NEXT:            %[[MULI4:.+]] = arith.muli %[[R]], %[[C2]]
// CHECK-NEXT:            %[[ADDI5:.+]] = arith.addi %[[MULI4]], %[[C]]
// CHECK-NEXT:            metal.pack_tile_at %[[ADDI5]] to %[[Y]][%[[ADDI4]]]
// CHECK-NEXT:          }
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// A sum that is reloaded is copied tile by tile into the subblock's places before the product.

metal.kernel @reload(%s : !metal.cb<2x4xf32, depth=2>, %a : !metal.cb<2x1xbf16, depth=2>, %b : !metal.cb<1x4xbf16, depth=2>, %y : !metal.cb<2x4xf32, depth=2>) attributes {role = "compute"} {
  tile.section <2x2> ins(%s, %a, %b : !metal.cb<2x4xf32, depth=2>, !metal.cb<2x1xbf16, depth=2>, !metal.cb<1x4xbf16, depth=2>) ["tiles", "rows", "cols"] outs(%y : !metal.cb<2x4xf32, depth=2>) -> () {
  ^bb0(%o : !tile.block<2x2xf32>, %p : !tile.block<2x1xbf16>, %q : !tile.block<1x2xbf16>):
    %m = tile.matmul %p, %q, %o : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
    tile.yield %m : !tile.block<2x2xf32>
  }
}

// CHECK-LABEL: metal.kernel @reload
// CHECK-SAME:    (%[[S:.+]]: !metal.cb<2x4xf32, depth=2>, %[[A:.+]]: !metal.cb<2x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x4xbf16, depth=2>, %[[Y:.+]]: !metal.cb<2x4xf32, depth=2>)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[COL:.+]] = %[[C0]] to %[[C4]] step %[[C2]] {
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[R:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[MULI:.+]] = arith.muli %[[R]], %[[C4]]
// CHECK-NEXT:          %[[ADDI:.+]] = arith.addi %[[COL]], %[[MULI]]
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[ADDI]], %[[C]]
// CHECK-NEXT:          %[[MULI1:.+]] = arith.muli %[[R]], %[[C2]]
// CHECK-NEXT:          %[[ADDI2:.+]] = arith.addi %[[MULI1]], %[[C]]
// CHECK-NEXT:          metal.copy_tile %[[S]][%[[ADDI1]]] to %[[ADDI2]]
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.matmul_block %[[A]][%[[C0]]], %[[B]][%[[COL]]] to %[[C0]] {ct = 2 : i64, rt = 2 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[R_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        scf.for %[[C_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[MULI2:.+]] = arith.muli %[[R_1]], %[[C4]]
// CHECK-NEXT:          %[[ADDI3:.+]] = arith.addi %[[COL]], %[[MULI2]]
// CHECK-NEXT:          %[[ADDI4:.+]] = arith.addi %[[ADDI3]], %[[C_1]]
// CHECK-NEXT:          %[[MULI3:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:          %[[ADDI5:.+]] = arith.addi %[[MULI3]], %[[C_1]]
// CHECK-NEXT:          metal.pack_tile_at %[[ADDI5]] to %[[Y]][%[[ADDI4]]]
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// A loop that accumulates in DST stands between one acquire and one commit; its turns only wait
// for their operands and pop them.

metal.kernel @in_dst(%a : !metal.cb<1x1xbf16, depth=2>, %b : !metal.cb<1x2xbf16, depth=2>, %y : !metal.cb<1x2xbf16, depth=2>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  tile.section <1x2> ins(:) [] outs(%y : !metal.cb<1x2xbf16, depth=2>) -> () {
    %zero = tile.fill(0.0) : !tile.block<1x2xf32>
    %sum = scf.for %k = %c0 to %c8 step %c1 iter_args(%acc = %zero) -> (!tile.block<1x2xf32>) {
      metal.cb_wait_front %a 1 : !metal.cb<1x1xbf16, depth=2>
      metal.cb_wait_front %b 2 : !metal.cb<1x2xbf16, depth=2>
      %m = tile.matmul %a, %b, %acc : !metal.cb<1x1xbf16, depth=2>, !metal.cb<1x2xbf16, depth=2> -> !tile.block<1x2xf32>
      metal.cb_pop_front %a 1 : !metal.cb<1x1xbf16, depth=2>
      metal.cb_pop_front %b 2 : !metal.cb<1x2xbf16, depth=2>
      scf.yield %m : !tile.block<1x2xf32>
    }
    %h = tile.cast %sum : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
    tile.yield %h : !tile.block<1x2xbf16>
  }
}

// CHECK-LABEL: metal.kernel @in_dst
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x2xbf16, depth=2>, %[[Y:.+]]: !metal.cb<1x2xbf16, depth=2>)
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK:         metal.tile_regs_acquire
// CHECK-NEXT:    scf.for %[[K:.+]] = %[[C0]] to %[[C8]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:      metal.cb_wait_front %[[B]] 2
// CHECK-NEXT:      metal.matmul_block %[[A]][%[[C0]]], %[[B]][%[[C0]]] to %[[C0]] {ct = 2 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:      metal.cb_pop_front %[[B]] 2
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_commit
// CHECK-NEXT:    metal.tile_regs_wait
// CHECK-NEXT:    scf.for %[[T:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:      metal.pack_tile %[[T]] to %[[Y]]
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// The packer adds in L1: off in the first turn, on in the others, off after the loop. A page is
// packed many times before it is pushed, so it is named by its number.

metal.kernel @in_l1(%a : !metal.cb<2x1xbf16, depth=2>, %b : !metal.cb<1x1xbf16, depth=2>, %y : !metal.cb<2x1xf32, depth=2>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  metal.cb_reserve_back %y 2 : !metal.cb<2x1xf32, depth=2>
  scf.for %k = %c0 to %c8 step %c1 {
    %more = arith.cmpi ne, %k, %c0 : index
    tile.section <1x1> ins(%a, %b : !metal.cb<2x1xbf16, depth=2>, !metal.cb<1x1xbf16, depth=2>) ["rows", "cols"] outs(%y : !metal.cb<2x1xf32, depth=2>) acc %more : i1 -> () {
    ^bb0(%p : !tile.block<1x1xbf16>, %q : !tile.block<1x1xbf16>):
      %z = tile.fill(0.0) : !tile.block<1x1xf32>
      %m = tile.matmul %p, %q, %z : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
      tile.yield %m : !tile.block<1x1xf32>
    }
  }
  metal.cb_push_back %y 2 : !metal.cb<2x1xf32, depth=2>
}

// CHECK-LABEL: metal.kernel @in_l1
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[Y:.+]]: !metal.cb<2x1xf32, depth=2>)
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK:         metal.cb_reserve_back %[[Y]] 2
// CHECK-NEXT:    scf.for %[[K:.+]] = %[[C0]] to %[[C8]] step %[[C1]] {
// CHECK-NEXT:      %[[MORE:.+]] = arith.cmpi ne, %[[K]], %[[C0]]
// CHECK-NEXT:      metal.pack_reconfig_l1_acc %[[MORE]] : i1
// CHECK-NEXT:      scf.for %[[ROW:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        metal.tile_regs_acquire
// CHECK-NEXT:        metal.matmul_block %[[A]][%[[ROW]]], %[[B]][%[[C0]]] to %[[C0]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:        metal.tile_regs_commit
// CHECK-NEXT:        metal.tile_regs_wait
// CHECK-NEXT:        metal.pack_tile_at %[[C0]] to %[[Y]][%[[ROW]]]
// CHECK-NEXT:        metal.tile_regs_release
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.pack_reconfig_l1_acc %[[C0]]
// CHECK-NEXT:    metal.cb_push_back %[[Y]] 2
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// With another section in the loop the packer stops adding right after each turn.

metal.kernel @beside(%a : !metal.cb<1x1xbf16, depth=2>, %y : !metal.cb<1x1xf32, depth=2>, %w : !metal.cb<1x1xbf16, depth=2>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %k = %c0 to %c8 step %c1 {
    tile.section <1x1> ins(%a, %a : !metal.cb<1x1xbf16, depth=2>, !metal.cb<1x1xbf16, depth=2>) ["rows", "cols"] outs(%y : !metal.cb<1x1xf32, depth=2>) acc %c1 : index -> () {
    ^bb0(%p : !tile.block<1x1xbf16>, %q : !tile.block<1x1xbf16>):
      %z = tile.fill(0.0) : !tile.block<1x1xf32>
      %m = tile.matmul %p, %q, %z : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
      tile.yield %m : !tile.block<1x1xf32>
    }
    tile.section <1x1> ins(%a : !metal.cb<1x1xbf16, depth=2>) ["tiles"] outs(%w : !metal.cb<1x1xbf16, depth=2>) -> () {
    ^bb0(%p : !tile.block<1x1xbf16>):
      tile.yield %p : !tile.block<1x1xbf16>
    }
  }
}

// CHECK-LABEL: metal.kernel @beside
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2>, %[[W:.+]]: !metal.cb<1x1xbf16, depth=2>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK:         scf.for %[[K:.+]] = %[[C0]] to %[[C8]] step %[[C1]] {
// CHECK-NEXT:      metal.pack_reconfig_l1_acc %[[C1]]
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      metal.matmul_block %[[A]][%[[C0]]], %[[A]][%[[C0]]] to %[[C0]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_tile_at %[[C0]] to %[[Y]][%[[C0]]]
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:      metal.pack_reconfig_l1_acc %[[C0]]
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      metal.copy_tile %[[A]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[W]]
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}

// -----

// Tile (r, c) of a transposed block is tile (c, r) of its source, which is 2 tiles wide.

metal.kernel @turn(%a : !metal.cb<3x2xbf16, depth=2>, %y : !metal.cb<2x3xbf16, depth=2>) attributes {role = "compute"} {
  tile.section <1x3> ins(%a : !metal.cb<3x2xbf16, depth=2>) ["transposed"] outs(%y : !metal.cb<2x3xbf16, depth=2>) -> () {
  ^bb0(%p : !tile.block<3x1xbf16>):
    %t = tile.transpose %p : !tile.block<3x1xbf16> -> !tile.block<1x3xbf16>
    tile.yield %t : !tile.block<1x3xbf16>
  }
}

// CHECK-LABEL: metal.kernel @turn
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<3x2xbf16, depth=2>, %[[Y:.+]]: !metal.cb<2x3xbf16, depth=2>)
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[ROW:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[ROW]], %[[C3]]
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %[[C:.+]] = %[[C0]] to %[[C3]] step %[[C1]] {
// CHECK-NEXT:        %[[MULI1:.+]] = arith.muli %[[C]], %[[C2]]
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[MULI1]], %[[ROW]]
// CHECK-NEXT:        metal.transpose_tile %[[A]][%[[ADDI]]] to %[[C]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      scf.for %[[T:.+]] = %[[C0]] to %[[C3]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI1:.+]] = arith.addi %[[MULI]], %[[T]]
// CHECK-NEXT:        metal.pack_tile_at %[[T]] to %[[Y]][%[[ADDI1]]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NOT:     {{tile\.[a-z]}}
