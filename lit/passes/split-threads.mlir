// A kernel becomes a program and three kernels that hand blocks over in circular buffers.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// One input, one output: the reader fills `a`, compute takes it and fills `y`, the writer takes
// that. Each has the loop over its share; compute needs no index of it. The tile of a page is
// row * 2 + column.

tile.kernel @twice(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %count step %c1 {
    %work = arith.addi %start, %i {ttc.below = 2 : index} : index
    %r = arith.muli %work, %c2 : index
    %a = tile.load %A[%r, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<2x2xbf16>
    %y = tile.section <2x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
    ^bb0(%p : !tile.block<2x2xbf16>):
      %s = tile.binary "add" %p, %p : !tile.block<2x2xbf16>
      tile.yield %s : !tile.block<2x2xbf16>
    }
    tile.store %y, %B[%r, %c0] : !tile.block<2x2xbf16>, !tile.tensor<128x64xbf16, dram>
  }
}

// CHECK-LABEL: host.program @twice
// CHECK-SAME:    ()
// CHECK-SAME:    {target = "wormhole", grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, l1_available = 1392640 : i64, dram_read = 16384 : i64, dram_write = 16384 : i64}
// CHECK:         %[[A:.+]] = host.cb "a" "reader" to "compute" {least = 1 : i64}
// CHECK-NEXT:    %[[Y:.+]] = host.cb "y" "compute" to "writer" {least = 1 : i64}
// CHECK-NEXT:    %[[A1:.+]] = host.tensor "A" "in"
// CHECK-NEXT:    %[[B:.+]] = host.tensor "B" "out"
// CHECK-NEXT:    host.kernel @twice_reader "reader"(%[[A]], %[[A1]]) work ["start", "count"]
// CHECK-NEXT:    host.kernel @twice_compute "compute"(%[[A]], %[[Y]]) work ["count"]
// CHECK-NEXT:    host.kernel @twice_writer "writer"(%[[Y]], %[[B]]) work ["start", "count"]
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @twice_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<128x64xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-SAME:    {role = "reader"}
// CHECK-DAG:     %[[C2048:.+]] = arith.constant 2048 : index
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
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[MULI]], %[[C]]
// CHECK-NEXT:          %[[MULI1:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:          %[[ADDI2:.+]] = arith.addi %[[MULI1]], %[[C]]
// CHECK-NEXT:          %[[MULI2:.+]] = arith.muli %[[ADDI2]], %[[C2048]]
// CHECK-NEXT:          %[[ADDI3:.+]] = arith.addi %[[A_L1]], %[[MULI2]]
// CHECK-NEXT:          metal.noc_async_read_page %[[ADDI1]] of %[[A1]], %[[ADDI3]]
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 4
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @twice_compute
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[Y:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-SAME:    {role = "compute"}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 4
// CHECK-NEXT:      metal.cb_reserve_back %[[Y]] 4
// CHECK-NEXT:      tile.section <2x2> ins(%[[A]] : !metal.cb<2x2xbf16, depth=2>) ["tiles"] outs(%[[Y]] : !metal.cb<2x2xbf16, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:        %[[S:.+]] = tile.binary "add" %[[P]], %[[P]]
// CHECK-NEXT:        tile.yield %[[S]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[Y]] 4
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 4
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @twice_writer
// CHECK-SAME:    (%[[Y:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-SAME:    {role = "writer"}
// CHECK-DAG:     %[[C2048:.+]] = arith.constant 2048 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      %[[WORK:.+]] = arith.addi %[[START]], %[[I]] {ttc.below = 2 : index}
// CHECK-NEXT:      %[[R:.+]] = arith.muli %[[WORK]], %[[C2]]
// CHECK-NEXT:      metal.cb_wait_front %[[Y]] 4
// CHECK-NEXT:      %[[Y_L1:.+]] = metal.get_read_ptr %[[Y]]
// CHECK-NEXT:      scf.for %[[R_1:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:        %[[ADDI:.+]] = arith.addi %[[R]], %[[R_1]]
// CHECK-NEXT:        %[[MULI:.+]] = arith.muli %[[ADDI]], %[[C2]]
// CHECK-NEXT:        scf.for %[[C:.+]] = %[[C0]] to %[[C2]] step %[[C1]] {
// CHECK-NEXT:          %[[ADDI1:.+]] = arith.addi %[[MULI]], %[[C]]
// CHECK-NEXT:          %[[MULI1:.+]] = arith.muli %[[R_1]], %[[C2]]
// CHECK-NEXT:          %[[ADDI2:.+]] = arith.addi %[[MULI1]], %[[C]]
// CHECK-NEXT:          %[[MULI2:.+]] = arith.muli %[[ADDI2]], %[[C2048]]
// CHECK-NEXT:          %[[ADDI3:.+]] = arith.addi %[[Y_L1]], %[[MULI2]]
// CHECK-NEXT:          metal.noc_async_write_page %[[ADDI1]] of %[[B]], %[[ADDI3]]
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[Y]] 4
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier
// CHECK-NOT:     tile.store

// -----

// Nothing to compute: the reader hands over to the writer, and compute is empty. A tensor that is
// read and written is `inout`.

tile.kernel @copy(%A : !tile.tensor<32x32xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
    tile.store %a, %A[%c0, %c0] : !tile.block<1x1xbf16>, !tile.tensor<32x32xbf16, dram>
  }
}

// CHECK-LABEL: host.program @copy
// CHECK-SAME:    ()
// CHECK-SAME:    {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 2048 : i64, dram_write = 2048 : i64}
// CHECK:         %[[A:.+]] = host.cb "a" "reader" to "writer" {least = 1 : i64}
// CHECK-NEXT:    %[[A1:.+]] = host.tensor "A" "inout"
// CHECK-NEXT:    host.kernel @copy_reader "reader"(%[[A]], %[[A1]]) work ["count"]
// CHECK-NEXT:    host.kernel @copy_compute "compute"() work [] :
// CHECK-NEXT:    host.kernel @copy_writer "writer"(%[[A]], %[[A1]]) work ["count"]
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @copy_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<32x32xbf16, dram>, %[[COUNT:.+]]: index)
// CHECK-SAME:    {role = "reader"}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:      metal.noc_async_read_page %[[C0]] of %[[A1]], %[[A_L1]]
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @copy_compute
// CHECK-SAME:    ()
// CHECK-SAME:    {role = "compute"}
// CHECK:       }
// CHECK-LABEL: metal.kernel @copy_writer
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<32x32xbf16, dram>, %[[COUNT:.+]]: index)
// CHECK-SAME:    {role = "writer"}
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_read_ptr %[[A]]
// CHECK-NEXT:      metal.noc_async_write_page %[[C0]] of %[[A1]], %[[A_L1]]
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier
// CHECK-NOT:     tile.store
