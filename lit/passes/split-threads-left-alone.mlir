// What a loop carries stays in its buffer on the way of a branch that leaves it alone.

// RUN: ttc-opt %s -p one-consumer,split-threads --split-input-file | filecheck %s

tile.kernel @skip(%B : !tile.tensor<32x64xf32, dram>, %Y : !tile.tensor<32x32xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, fp32_dest} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
    %f = tile.fill(0.0) : !tile.block<1x1xf32>
    tile.yield %f : !tile.block<1x1xf32>
  }
  %y = scf.for %k = %c0 to %count step %c1 iter_args(%sum = %zero) -> (!tile.block<1x1xf32>) {
    %taken = arith.cmpi ule, %k, %start : index
    %next = scf.if %taken -> (!tile.block<1x1xf32>) {
      %b = tile.load %B[%c0, %k] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
      %s = tile.section <1x1> ins(%sum, %b : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["tiles", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
      ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>):
        %e = tile.binary "add" %p, %q : !tile.block<1x1xf32>
        tile.yield %e : !tile.block<1x1xf32>
      }
      scf.yield %s : !tile.block<1x1xf32>
    } else {
      scf.yield %sum : !tile.block<1x1xf32>
    }
    scf.yield %next : !tile.block<1x1xf32>
  }
  %out = tile.section <1x1> ins(%y : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
  ^bb0(%p : !tile.block<1x1xf32>):
    tile.yield %p : !tile.block<1x1xf32>
  }
  tile.store %out, %Y[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: metal.kernel @skip_reader
// CHECK-SAME:  (%[[B:.+]]: !metal.cb<1x1xf32, depth=2>, %[[B_:.+]]: !tile.tensor<32x64xf32, dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[K:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      %[[TAKEN:.+]] = arith.cmpi ule, %[[K]], %[[START]] : index
// CHECK-NEXT:      scf.if %[[TAKEN]] {
// CHECK-NEXT:        metal.cb_reserve_back %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        %[[B_L1:.+]] = metal.get_write_ptr %[[B]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        metal.noc_async_read_page %[[K]] of %[[B_]], %[[B_L1]] : !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:        metal.noc_async_read_barrier
// CHECK-NEXT:        metal.cb_push_back %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      } else {
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-LABEL: metal.kernel @skip_compute
// CHECK-SAME:  (%[[ZERO:.+]]: !metal.cb<1x1xf32, depth=2>, %[[B:.+]]: !metal.cb<1x1xf32, depth=2>, %[[OUT:.+]]: !metal.cb<1x1xf32, depth=2>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[V1:.+]] = arith.constant 0 : index
// CHECK:         metal.cb_reserve_back %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    tile.section <1x1> ins(:) [] outs(%[[ZERO]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:      %[[F:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:      tile.yield %[[F]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_push_back %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    scf.for %[[K:.+]] = %[[V1]] to %[[COUNT]] step %[[V0]] {
// CHECK-NEXT:      %[[TAKEN:.+]] = arith.cmpi ule, %[[K]], %[[START]] : index
// CHECK-NEXT:      scf.if %[[TAKEN]] {
// CHECK-NEXT:        metal.cb_wait_front %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        metal.cb_wait_front %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        metal.cb_reserve_back %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        tile.section <1x1> ins(%[[ZERO]], %[[B]] : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>) ["tiles", "tiles"] outs(%[[ZERO]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<1x1xf32>, %[[Q:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:          %[[E:.+]] = tile.binary "add" %[[P]], %[[Q]] : !tile.block<1x1xf32>
// CHECK-NEXT:          tile.yield %[[E]] : !tile.block<1x1xf32>
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.cb_push_back %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        metal.cb_pop_front %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:        metal.cb_pop_front %[[B]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:      } else {
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_wait_front %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.cb_reserve_back %[[OUT]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    tile.section <1x1> ins(%[[ZERO]] : !metal.cb<1x1xf32, depth=2>) ["tiles"] outs(%[[OUT]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:    ^bb0(%[[P_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      tile.yield %[[P_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_push_back %[[OUT]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.cb_pop_front %[[ZERO]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-LABEL: metal.kernel @skip_writer
// CHECK-SAME:  (%[[OUT:.+]]: !metal.cb<1x1xf32, depth=2>, %[[Y:.+]]: !tile.tensor<32x32xf32, dram>)
// CHECK-DAG:     %[[V0:.+]] = arith.constant 0 : index
// CHECK:         metal.cb_wait_front %[[OUT]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    %[[OUT_L1:.+]] = metal.get_read_ptr %[[OUT]] : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.noc_async_write_page %[[V0]] of %[[Y]], %[[OUT_L1]] : !tile.tensor<32x32xf32, dram>
// CHECK-NEXT:    metal.noc_async_writes_flushed
// CHECK-NEXT:    metal.cb_pop_front %[[OUT]] 1 : !metal.cb<1x1xf32, depth=2>
// CHECK-NEXT:    metal.noc_async_write_barrier
