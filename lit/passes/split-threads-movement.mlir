// What data movement does at edges, with transposed blocks and with batches.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// Guards: a tile outside the tensor's 3x2 tiles is zeros in L1, and is not written back.

tile.kernel @guards(%A : !tile.tensor<96x40xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %count step %c1 {
    %work = arith.addi %start, %i {ttc.below = 2 : index} : index
    %r = arith.muli %work, %c2 : index
    %a = tile.load %A[%r, %c1] {guard_rows, guard_cols} : !tile.tensor<96x40xbf16, dram> -> !tile.block<2x2xbf16>
    tile.store %a, %A[%r, %c1] {guard_rows, guard_cols} : !tile.block<2x2xbf16>, !tile.tensor<96x40xbf16, dram>
  }
}

// CHECK-LABEL: metal.kernel @guards_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<96x40xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C2048:.+]] = arith.constant 2048 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 2 : index}
// CHECK-NEXT:      %[[R:.+]] = arith.muli %[[WORK]], %[[C2]]
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 4
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:      scf.for %[[R_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[R]], %[[R_1]]
// CHECK-NEXT:        %[[MULI:.+]] = arith.muli %[[ADDI]], %[[C2]]
// CHECK-NEXT:        scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[C1]], %[[C]]
// CHECK-NEXT:          %[[CMPI:.+]] = arith.cmpi ult, %[[ADDI]], %[[C3]]
// CHECK-NEXT:          %[[CMPI1:.+]] = arith.cmpi ult, %[[ADDI1]], %[[C2]]
// CHECK-NEXT:          %[[ANDI:.+]] = arith.andi %[[CMPI]], %[[CMPI1]] : i1
// CHECK-NEXT:          scf.if %[[ANDI]] {
// CHECK-NEXT:            %[[ADDI2:.+]] = arith.addi %[[MULI]], %[[ADDI1]]
// CHECK-NEXT:            %[[MULI1:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:            %[[ADDI3:.+]] = arith.addi %[[MULI1]], %[[C]]
// CHECK-NEXT:            %[[MULI2:.+]] = arith.muli %[[ADDI3]], %[[C2048]]
// CHECK-NEXT:            %[[ADDI4:.+]] = arith.addi %[[A_L1]], %[[MULI2]]
// CHECK-NEXT:            metal.noc_async_read_page %[[ADDI2]] of %[[A1]], %[[ADDI4]]
// CHECK-NEXT:          } else {
// CHECK-NEXT:            %[[MULI3:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:            %[[ADDI5:.+]] = arith.addi %[[MULI3]], %[[C]]
// CHECK-NEXT:            %[[MULI4:.+]] = arith.muli %[[ADDI5]], %[[C2048]]
// CHECK-NEXT:            %[[ADDI6:.+]] = arith.addi %[[A_L1]], %[[MULI4]]
// CHECK-NEXT:            metal.read_zeros %[[ADDI6]] 2048
// CHECK-NEXT:          }
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 4
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @guards_writer
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<96x40xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C2048:.+]] = arith.constant 2048 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 2 : index}
// CHECK-NEXT:      %[[R:.+]] = arith.muli %[[WORK]], %[[C2]]
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 4
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_read_ptr %[[A]]
// CHECK-NEXT:      scf.for %[[R_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[R]], %[[R_1]]
// CHECK-NEXT:        %[[MULI:.+]] = arith.muli %[[ADDI]], %[[C2]]
// CHECK-NEXT:        scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[C1]], %[[C]]
// CHECK-NEXT:          %[[CMPI:.+]] = arith.cmpi ult, %[[ADDI]], %[[C3]]
// CHECK-NEXT:          %[[CMPI1:.+]] = arith.cmpi ult, %[[ADDI1]], %[[C2]]
// CHECK-NEXT:          %[[ANDI:.+]] = arith.andi %[[CMPI]], %[[CMPI1]] : i1
// CHECK-NEXT:          scf.if %[[ANDI]] {
// CHECK-NEXT:            %[[ADDI2:.+]] = arith.addi %[[MULI]], %[[ADDI1]]
// CHECK-NEXT:            %[[MULI1:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:            %[[ADDI3:.+]] = arith.addi %[[MULI1]], %[[C]]
// CHECK-NEXT:            %[[MULI2:.+]] = arith.muli %[[ADDI3]], %[[C2048]]
// CHECK-NEXT:            %[[ADDI4:.+]] = arith.addi %[[A_L1]], %[[MULI2]]
// CHECK-NEXT:            metal.noc_async_write_page %[[ADDI2]] of %[[A1]], %[[ADDI4]]
// CHECK-NEXT:          }
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 4
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier

// -----

// Transposed: tile (i, j) of the 3x1 region becomes tile (j, i) of the 1x3 block.

tile.kernel @transposed(%A : !tile.tensor<96x64xbf16, dram>, %B : !tile.tensor<64x96xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    %a = tile.load %A[%c0, %c0] {transposed} : !tile.tensor<96x64xbf16, dram> -> !tile.block<2x3xbf16>
    tile.store %a, %B[%c0, %c0] : !tile.block<2x3xbf16>, !tile.tensor<64x96xbf16, dram>
  }
}

// CHECK-LABEL: metal.kernel @transposed_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x3xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<96x64xbf16, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C2048:.+]] = arith.constant 2048 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 6
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:      scf.for %[[R:.+]] = %[[C0]] to %[[C3]] step %[[C1]] {
// CHECK-NEXT:        %[[MULI:.+]] = arith.muli %[[R]], %[[C2]]
// CHECK-NEXT:        scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[ADDI:.+]] = arith.addi %[[MULI]], %[[C]]
// CHECK-NEXT:          %[[MULI1:.+]] = arith.muli %[[C]], %[[C3]]
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[MULI1]], %[[R]]
// CHECK-NEXT:          %[[MULI2:.+]] = arith.muli %[[ADDI1]], %[[C2048]]
// CHECK-NEXT:          %[[ADDI2:.+]] = arith.addi %[[A_L1]], %[[MULI2]]
// CHECK-NEXT:          metal.noc_async_read_page %[[ADDI]] of %[[A1]], %[[ADDI2]]
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 6

// -----

// Batches: matrices of 2x3 tiles follow one another, outer indices count in rows of tiles.

tile.kernel @batches(%A : !tile.tensor<4x5x64x96xbf16, dram>, %B : !tile.tensor<96xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<4>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (3, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (2, 0) 2 + 1, (3, 0) 3 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  scf.for %i = %c0 to %count step %c1 {
    %work = arith.addi %start, %i {ttc.below = 4 : index} : index
    %a = tile.load %A[%work, %c3, %c1, %c0] : !tile.tensor<4x5x64x96xbf16, dram> -> !tile.block<1x1xbf16>
    tile.store %a, %B[%c1] : !tile.block<1x1xbf16>, !tile.tensor<96xbf16, dram>
  }
}

// CHECK-LABEL: metal.kernel @batches_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<4x5x64x96xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C5:.+]] = arith.constant 5 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 4 : index}
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[WORK]], %[[C5]]
// CHECK-NEXT:      %[[ADDI:.+]] = arith.addi %[[MULI]], %[[C3]]
// CHECK-NEXT:      %[[MULI1:.+]] = arith.muli %[[ADDI]], %[[C2]]
// CHECK-NEXT:      %[[ADDI1:.+]] = arith.addi %[[MULI1]], %[[C1]]
// CHECK-NEXT:      %[[MULI2:.+]] = arith.muli %[[ADDI1]], %[[C3]]
// CHECK-NEXT:      metal.noc_async_read_page %[[MULI2]] of %[[A1]], %[[A_L1]]
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @batches_writer
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[B:.+]]: !tile.tensor<96xbf16, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_read_ptr %[[A]]
// CHECK-NEXT:      metal.noc_async_write_page %[[C1]] of %[[B]], %[[A_L1]]
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier

// -----

// Loads that stand side by side share one barrier, whatever index arithmetic is between them.

tile.kernel @barrier(%A : !tile.tensor<128x32xbf16, dram>, %B : !tile.tensor<128x32xbf16, dram>, %C : !tile.tensor<128x32xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<4>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (3, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (2, 0) 2 + 1, (3, 0) 3 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  scf.for %i = %c0 to %count step %c1 {
    %work = arith.addi %start, %i {ttc.below = 4 : index} : index
    %a = tile.load %A[%work, %c0] : !tile.tensor<128x32xbf16, dram> -> !tile.block<1x1xbf16>
    %back = arith.subi %c3, %work : index
    %b = tile.load %B[%back, %c0] : !tile.tensor<128x32xbf16, dram> -> !tile.block<1x1xbf16>
    tile.store %a, %C[%work, %c0] : !tile.block<1x1xbf16>, !tile.tensor<128x32xbf16, dram>
    tile.store %b, %C[%back, %c0] : !tile.block<1x1xbf16>, !tile.tensor<128x32xbf16, dram>
  }
}

// CHECK-LABEL: metal.kernel @barrier_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<128x32xbf16, dram>, %[[B1:.+]]: !tile.tensor<128x32xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[BACK:.+]] = arith.subi %[[C3]], %[[WORK]]
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 1
// CHECK-NEXT:      metal.cb_reserve_back %[[B]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:      metal.noc_async_read_page %[[WORK]] of %[[A1]], %[[A_L1]]
// CHECK-NEXT:      %[[B_L1:.+]] = metal.get_write_ptr %[[B]]
// CHECK-NEXT:      metal.noc_async_read_page %[[BACK]] of %[[B1]], %[[B_L1]]
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 1
// CHECK-NEXT:      metal.cb_push_back %[[B]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @barrier_writer
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[C:.+]]: !tile.tensor<128x32xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 4 : index}
// CHECK-NEXT:      %[[BACK:.+]] = arith.subi %[[C3]], %[[WORK]]
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_read_ptr %[[A]]
// CHECK-NEXT:      metal.noc_async_write_page %[[WORK]] of %[[C]], %[[A_L1]]
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:      metal.cb_wait_front %[[B]] 1
// CHECK-NEXT:      %[[B_L1:.+]] = metal.get_read_ptr %[[B]]
// CHECK-NEXT:      metal.noc_async_write_page %[[BACK]] of %[[C]], %[[B_L1]]
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[B]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier
