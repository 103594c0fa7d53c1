// A carried block that compute takes and makes anew in every turn.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// Its buffer holds two blocks, since the new one is reserved before the old one is popped. After
// the loop compute takes the last one out to copy it for the writer.

tile.kernel @reload(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %zero = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
      %z = tile.fill(0.0) : !tile.block<2x2xbf16>
      tile.yield %z : !tile.block<2x2xbf16>
    }
    %l = scf.for %k = %c0 to %c4 step %c1 iter_args(%sum = %zero) -> (!tile.block<2x2xbf16>) {
      %a = tile.load %A[%k, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
      %next = tile.section <2x2> ins(%a, %sum : !tile.block<2x2xbf16>, !tile.block<2x2xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
      ^bb0(%p : !tile.block<2x2xbf16>, %q : !tile.block<2x2xbf16>):
        %s = tile.binary "add" %p, %q : !tile.block<2x2xbf16>
        tile.yield %s : !tile.block<2x2xbf16>
      }
      scf.yield %next : !tile.block<2x2xbf16>
    }
    %out = tile.section <2x2> ins(%l : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
    ^bb0(%p : !tile.block<2x2xbf16>):
      tile.yield %p : !tile.block<2x2xbf16>
    }
    tile.store %out, %B[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
  }
}

// CHECK-LABEL: host.program @reload
// CHECK-SAME:    ()
// CHECK:         %[[ZERO:.+]] = host.cb "zero" "compute" to "compute" {least = 2 : i64}
// CHECK-NEXT:    %[[A:.+]] = host.cb "a" "reader" to "compute" {least = 1 : i64}
// CHECK-NEXT:    %[[OUT:.+]] = host.cb "out" "compute" to "writer" {least = 1 : i64}
// CHECK-NEXT:    %[[A1:.+]] = host.tensor "A" "in"
// CHECK-NEXT:    %[[B:.+]] = host.tensor "B" "out"
// CHECK-NEXT:    host.kernel @reload_reader "reader"(%[[A]], %[[A1]]) work ["count"]
// CHECK-NEXT:    host.kernel @reload_compute "compute"(%[[ZERO]], %[[A]], %[[OUT]]) work ["count"]
// CHECK-NEXT:    host.kernel @reload_writer "writer"(%[[OUT]], %[[B]]) work ["count"]
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @reload_compute
// CHECK-SAME:    (%[[ZERO:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[A:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[OUT:.+]]: !metal.cb<2x2xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[ZERO]] 4
// CHECK-NEXT:      tile.section <2x2> ins(:) [] outs(%[[ZERO]] : !metal.cb<2x2xbf16, depth=2>) -> () {
// CHECK-NEXT:        %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:        tile.yield %[[Z]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[ZERO]] 4
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.cb_wait_front %[[ZERO]] 4
// CHECK-NEXT:        metal.cb_wait_front %[[A]] 4
// CHECK-NEXT:        metal.cb_reserve_back %[[ZERO]] 4
// CHECK-NEXT:        tile.section <2x2> ins(%[[A]], %[[ZERO]] : !metal.cb<2x2xbf16, depth=2>, !metal.cb<2x2xbf16, depth=2>) ["tiles", "tiles"] outs(%[[ZERO]] : !metal.cb<2x2xbf16, depth=2>) -> () {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>, %[[Q:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:          %[[S:.+]] = tile.binary "add" %[[P]], %[[Q]]
// CHECK-NEXT:          tile.yield %[[S]]
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.cb_push_back %[[ZERO]] 4
// CHECK-NEXT:        metal.cb_pop_front %[[ZERO]] 4
// CHECK-NEXT:        metal.cb_pop_front %[[A]] 4
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_wait_front %[[ZERO]] 4
// CHECK-NEXT:      metal.cb_reserve_back %[[OUT]] 4
// CHECK-NEXT:      tile.section <2x2> ins(%[[ZERO]] : !metal.cb<2x2xbf16, depth=2>) ["tiles"] outs(%[[OUT]] : !metal.cb<2x2xbf16, depth=2>) -> () {
// CHECK-NEXT:      ^bb0(%[[P_1:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:        tile.yield %[[P_1]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[OUT]] 4
// CHECK-NEXT:      metal.cb_pop_front %[[ZERO]] 4

// -----

// A loaded block that only a nested loop uses is waited for before that loop and popped after it.

tile.kernel @outside(%A : !tile.tensor<32x32xbf16, dram>, %B : !tile.tensor<32x128xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
    scf.for %k = %c0 to %c4 step %c1 {
      %y = tile.section <1x1> ins(%a : !tile.block<1x1xbf16>) ["tiles"] outs(:) -> (!tile.block<1x1xbf16>) {
      ^bb0(%p : !tile.block<1x1xbf16>):
        %s = tile.unary "exp" %p : !tile.block<1x1xbf16>
        tile.yield %s : !tile.block<1x1xbf16>
      }
      tile.store %y, %B[%c0, %k] : !tile.block<1x1xbf16>, !tile.tensor<32x128xbf16, dram>
    }
  }
}

// CHECK-LABEL: metal.kernel @outside_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[A1:.+]]: !tile.tensor<32x32xbf16, dram>, %[[COUNT:.+]]: index)
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
// CHECK-LABEL: metal.kernel @outside_compute
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.cb_reserve_back %[[Y]] 1
// CHECK-NEXT:        tile.section <1x1> ins(%[[A]] : !metal.cb<1x1xbf16, depth=2>) ["tiles"] outs(%[[Y]] : !metal.cb<1x1xbf16, depth=2>) -> () {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<1x1xbf16>):
// CHECK-NEXT:          %[[S:.+]] = tile.unary "exp" %[[P]]
// CHECK-NEXT:          tile.yield %[[S]]
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.cb_push_back %[[Y]] 1
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_pop_front %[[A]] 1
