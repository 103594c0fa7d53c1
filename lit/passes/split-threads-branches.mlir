// Branches, carried scalars and constant tiles: what each thread does of them.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// Every thread takes the same way; only the way that loads reads, and both push the result.

tile.kernel @ways(%A : !tile.tensor<32x64xf32, dram>, %B : !tile.tensor<32x64xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, fp32_dest} {
  %c0 = arith.constant 0 : index
  %which = arith.cmpi eq, %start, %c0 : index
  %a = tile.load %A[%c0, %start] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
  %y = scf.if %which -> (!tile.block<1x1xf32>) {
    %b = tile.load %B[%c0, %start] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
    %s = tile.section <1x1> ins(%a, %b : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["tiles", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>):
      %e = tile.binary "add" %p, %q : !tile.block<1x1xf32>
      tile.yield %e : !tile.block<1x1xf32>
    }
    scf.yield %s : !tile.block<1x1xf32>
  } else {
    %t = tile.section <1x1> ins(%a : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>):
      tile.yield %p : !tile.block<1x1xf32>
    }
    scf.yield %t : !tile.block<1x1xf32>
  }
  tile.store %y, %A[%c0, %start] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: metal.kernel @ways_reader
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[B:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A_:.+]]: !tile.tensor<32x64xf32, dram>, %[[B_:.+]]: !tile.tensor<32x64xf32, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 0 : index
// CHECK:         %[[WHICH:.+]] = arith.cmpi eq, %[[START]], %[[V0]] : index
// CHECK-NEXT:    metal.cb_reserve_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    %[[A_L1:.+]] = metal.get_write_ptr %[[A]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.noc_async_read_page %[[START]] of %[[A_]], %[[A_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:    metal.noc_async_read_barrier
// CHECK-NEXT:    metal.cb_push_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    scf.if %[[WHICH]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[B_L1:.+]] = metal.get_write_ptr %[[B]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.noc_async_read_page %[[START]] of %[[B_]], %[[B_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    } else {
// CHECK-NEXT:    }
// CHECK-LABEL: metal.kernel @ways_compute
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2>, %[[B:.+]]: !metal.cb<1x1xf32, depth=2>, %[[START:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 0 : index
// CHECK:         %[[WHICH:.+]] = arith.cmpi eq, %[[START]], %[[V0]] : index
// CHECK-NEXT:    metal.cb_wait_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    scf.if %[[WHICH]] {
// CHECK-NEXT:      metal.cb_wait_front %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_reserve_back %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      tile.section <1x1> ins(%[[A]], %[[B]] : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>) ["tiles", "tiles"] outs(%[[Y]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<1x1xf32>, %[[Q:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        %[[E:.+]] = tile.binary "add" %[[P]], %[[Q]] : !tile.block<1x1xf32>
// CHECK-NEXT:        tile.yield %[[E]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_pop_front %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    } else {
// CHECK-NEXT:      metal.cb_reserve_back %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      tile.section <1x1> ins(%[[A]] : !metal.cb<1x1xf32, depth=2>) ["tiles"] outs(%[[Y]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        tile.yield %[[P_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_pop_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-LABEL: metal.kernel @ways_writer
// CHECK-SAME:  (%[[Y:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A:.+]]: !tile.tensor<32x64xf32, dram>, %[[START:.+]]: index)
// CHECK:         metal.cb_wait_front %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    %[[Y_L1:.+]] = metal.get_read_ptr %[[Y]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.noc_async_write_page %[[START]] of %[[A]], %[[Y_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:    metal.noc_async_writes_flushed
// CHECK-NEXT:    metal.cb_pop_front %[[Y]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.noc_async_write_barrier

// -----

// Scalars that a loop carries are computed by every thread that needs them.

tile.kernel @scalars(%A : !tile.tensor<32x64xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, fp32_dest} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %end = scf.for %i = %c0 to %count step %c1 iter_args(%at = %start) -> (index) {
    %a = tile.load %A[%c0, %at] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
    %t = tile.section <1x1> ins(%a : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>):
      tile.yield %p : !tile.block<1x1xf32>
    }
    tile.store %t, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
    %next = arith.addi %at, %c1 : index
    scf.yield %next : index
  }
}

// CHECK-LABEL: metal.kernel @scalars_reader
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A_:.+]]: !tile.tensor<32x64xf32, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         %[[END:.+]] = scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] iter_args(%[[AT:.+]] = %[[START]]) -> (index) {
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.noc_async_read_page %[[AT]] of %[[A_]], %[[A_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[NEXT:.+]] = arith.addi %[[AT]], %[[V0]] : index
// CHECK-NEXT:      scf.yield %[[NEXT]] : index
// CHECK-NEXT:    }
// CHECK-LABEL: metal.kernel @scalars_compute
// CHECK-SAME:  (%[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[T:.+]]: !metal.cb<1x1xf32, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_reserve_back %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      tile.section <1x1> ins(%[[A]] : !metal.cb<1x1xf32, depth=2>) ["tiles"] outs(%[[T]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        tile.yield %[[P]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-LABEL: metal.kernel @scalars_writer
// CHECK-SAME:  (%[[T:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A:.+]]: !tile.tensor<32x64xf32, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      metal.cb_wait_front %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[T_L1:.+]] = metal.get_read_ptr %[[T]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.noc_async_write_page %[[V1]] of %[[A]], %[[T_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier

// -----

// The reader makes constant tiles before anything else; they are waited for once and popped last.

tile.kernel @constants(%A : !tile.tensor<32x64xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, fp32_dest} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %ones = tile.scaler "sum" 1 : !tile.block<1x1xf32>
  %places = tile.numbers <1, -1> : !tile.block<1x1xf32>
  scf.for %i = %c0 to %count step %c1 {
    %a = tile.load %A[%c0, %i] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
    %t = tile.section <1x1> ins(%a, %ones, %places : !tile.block<1x1xf32>, !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["rows", "whole", "whole"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>, %n : !tile.block<1x1xf32>):
      %r = tile.reduce "sum" 1 %p by %q : !tile.block<1x1xf32> : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
      %m = tile.mask <1, -1> %i, %r, (0.0) by %n : !tile.block<1x1xf32> : !tile.block<1x1xf32>
      tile.yield %m : !tile.block<1x1xf32>
    }
    tile.store %t, %A[%c0, %i] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
  }
}

// CHECK-LABEL: metal.kernel @constants_reader
// CHECK-SAME:  (%[[ONES:.+]]: !metal.cb<1x1xf32, depth=1>, %[[PLACES:.+]]: !metal.cb<1x1xf32, depth=1>, %[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A_:.+]]: !tile.tensor<32x64xf32, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         metal.prepare_reduce_scaler %[[ONES]] "SUM" "REDUCE_ROW" : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.cb_reserve_back %[[PLACES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    %[[PLACES_L1:.+]] = metal.get_write_ptr %[[PLACES]] : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.write_numbers %[[PLACES_L1]], 1, -1
// CHECK-NEXT:    metal.cb_push_back %[[PLACES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[A_L1:.+]] = metal.get_write_ptr %[[A]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.noc_async_read_page %[[I]] of %[[A_]], %[[A_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      metal.noc_async_read_barrier
// CHECK-NEXT:      metal.cb_push_back %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-LABEL: metal.kernel @constants_compute
// CHECK-SAME:  (%[[ONES:.+]]: !metal.cb<1x1xf32, depth=1>, %[[PLACES:.+]]: !metal.cb<1x1xf32, depth=1>, %[[A:.+]]: !metal.cb<1x1xf32, depth=2>, %[[T:.+]]: !metal.cb<1x1xf32, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         metal.cb_wait_front %[[ONES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.cb_wait_front %[[PLACES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_reserve_back %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      tile.section <1x1> ins(%[[A]], %[[ONES]], %[[PLACES]] : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=1>, !metal.cb<1x1xf32, depth=1>) ["rows", "whole", "whole"] outs(%[[T]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<1x1xf32>, %[[Q:.+]]: !tile.block<1x1xf32>, %[[N:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        %[[R:.+]] = tile.reduce "sum" 1 %[[P]] by %[[Q]] : !tile.block<1x1xf32> : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:        %[[M:.+]] = tile.mask <1, -1> %[[I]], %[[R]], (0.000000e+00) by %[[N]] : !tile.block<1x1xf32> : !tile.block<1x1xf32>
// CHECK-NEXT:        tile.yield %[[M]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_pop_front %[[ONES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-NEXT:    metal.cb_pop_front %[[PLACES]] 1 : !metal.cb<1x1xf32, depth=1>
// CHECK-LABEL: metal.kernel @constants_writer
// CHECK-SAME:  (%[[T:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A:.+]]: !tile.tensor<32x64xf32, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      metal.cb_wait_front %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      %[[T_L1:.+]] = metal.get_read_ptr %[[T]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      metal.noc_async_write_page %[[I]] of %[[A]], %[[T_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      metal.noc_async_writes_flushed
// CHECK-NEXT:      metal.cb_pop_front %[[T]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_write_barrier
