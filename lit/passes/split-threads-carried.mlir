// How compute hands on what loops carry.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// In DST: the section holds the loop, so the reader has it, too; the writer sees its end only.

tile.kernel @in_dst(%A : !tile.tensor<32x128xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>, %start : index, %count : index) attributes {fp32_dest, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %c = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
      %zero = tile.fill(0.0) : !tile.block<1x1xf32>
      %sum = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<1x1xf32>) {
        %a = tile.load %A[%c0, %k] : !tile.tensor<32x128xbf16, dram> -> !tile.block<1x1xbf16>
        %next = tile.matmul %a, %a, %acc : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
        scf.yield %next : !tile.block<1x1xf32>
      } {num_stages = 3 : i64}
      tile.yield %sum : !tile.block<1x1xf32>
    }
    tile.store %c, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
  }
}

// CHECK-LABEL: metal.kernel @in_dst_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=3>, %[[A1:.+]]: !tile.tensor<32x128xbf16, dram>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.cb_reserve_back %[[A]] 1
// CHECK-NEXT:        %[[A_L1:.+]] = metal.get_write_ptr %[[A]]
// CHECK-NEXT:        metal.noc_async_read_page %[[K]] of %[[A1]], %[[A_L1]]
// CHECK-NEXT:        metal.noc_async_read_barrier
// CHECK-NEXT:        metal.cb_push_back %[[A]] 1
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @in_dst_compute
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=3>, %[[C:.+]]: !metal.cb<1x1xf32, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[C]] 1
// CHECK-NEXT:      tile.section <1x1> ins(:) [] outs(%[[C]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:        %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:        %[[SUM:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:          metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:          %[[NEXT:.+]] = tile.matmul %[[A]], %[[A]], %[[ACC]]
// CHECK-NEXT:          metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:          scf.yield %[[NEXT]]
// CHECK-NEXT:        }
// CHECK-NEXT:        tile.yield %[[SUM]]
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[C]] 1

// -----

// In L1, added by the packer: zeros need no section, the first turn overwrites (`acc` is 0 in it).
// The buffer is reserved before the loop and pushed after it.

tile.kernel @packer(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<128x64xf32, dram>, %start : index, %count : index) attributes {fp32_dest, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %zero = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<4x2xf32>) {
      %z = tile.fill(0.0) : !tile.block<2x2xf32>
      tile.yield %z : !tile.block<2x2xf32>
    }
    %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<4x2xf32>) {
      %a = tile.load %A[%c0, %k] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x1xbf16>
      %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<1x2xbf16>
      %next = tile.section <2x2> ins(%a, %b : !tile.block<4x1xbf16>, !tile.block<1x2xbf16>) ["rows", "cols"] outs(:) acc %acc : !tile.block<4x2xf32> -> (!tile.block<4x2xf32>) {
      ^bb0(%p : !tile.block<2x1xbf16>, %q : !tile.block<1x2xbf16>):
        %z = tile.fill(0.0) : !tile.block<2x2xf32>
        %m = tile.matmul %p, %q, %z : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
        tile.yield %m : !tile.block<2x2xf32>
      }
      scf.yield %next : !tile.block<4x2xf32>
    }
    tile.store %c, %C[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
  }
}

// CHECK-LABEL: metal.kernel @packer_compute
// CHECK-SAME:    (%[[ZERO:.+]]: !metal.cb<4x2xf32, depth=2>, %[[A:.+]]: !metal.cb<4x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x2xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[ZERO]] 8
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.cb_wait_front %[[A]] 4
// CHECK-NEXT:        metal.cb_wait_front %[[B]] 2
// CHECK-NEXT:        %[[CMPI:.+]] = arith.cmpi ne, %[[K]], %[[C0]]
// CHECK-NEXT:        tile.section <2x2> ins(%[[A]], %[[B]] : !metal.cb<4x1xbf16, depth=2>, !metal.cb<1x2xbf16, depth=2>) ["rows", "cols"] outs(%[[ZERO]] : !metal.cb<4x2xf32, depth=2>) acc %[[CMPI]] : i1 -> () {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<2x1xbf16>, %[[Q:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:          %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:          %[[M:.+]] = tile.matmul %[[P]], %[[Q]], %[[Z]]
// CHECK-NEXT:          tile.yield %[[M]]
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.cb_pop_front %[[A]] 4
// CHECK-NEXT:        metal.cb_pop_front %[[B]] 2
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[ZERO]] 8

// -----

// Other starts are packed first, and every turn adds to them.

tile.kernel @ones(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<128x64xf32, dram>, %start : index, %count : index) attributes {fp32_dest, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %one = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<4x2xf32>) {
      %z = tile.fill(1.0) : !tile.block<2x2xf32>
      tile.yield %z : !tile.block<2x2xf32>
    }
    %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %one) -> (!tile.block<4x2xf32>) {
      %a = tile.load %A[%c0, %k] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x1xbf16>
      %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<1x2xbf16>
      %next = tile.section <2x2> ins(%a, %b : !tile.block<4x1xbf16>, !tile.block<1x2xbf16>) ["rows", "cols"] outs(:) acc %acc : !tile.block<4x2xf32> -> (!tile.block<4x2xf32>) {
      ^bb0(%p : !tile.block<2x1xbf16>, %q : !tile.block<1x2xbf16>):
        %z = tile.fill(0.0) : !tile.block<2x2xf32>
        %m = tile.matmul %p, %q, %z : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
        tile.yield %m : !tile.block<2x2xf32>
      }
      scf.yield %next : !tile.block<4x2xf32>
    }
    tile.store %c, %C[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
  }
}

// CHECK-LABEL: metal.kernel @ones_compute
// CHECK-SAME:    (%[[ONE:.+]]: !metal.cb<4x2xf32, depth=2>, %[[A:.+]]: !metal.cb<4x1xbf16, depth=2>, %[[B:.+]]: !metal.cb<1x2xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[ONE]] 8
// CHECK-NEXT:      tile.section <2x2> ins(:) [] outs(%[[ONE]] : !metal.cb<4x2xf32, depth=2>) -> () {
// CHECK-NEXT:        %[[Z:.+]] = tile.fill(1.000000e+00)
// CHECK-NEXT:        tile.yield %[[Z]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        metal.cb_wait_front %[[A]] 4
// CHECK-NEXT:        metal.cb_wait_front %[[B]] 2
// CHECK-NEXT:        tile.section <2x2> ins(%[[A]], %[[B]] : !metal.cb<4x1xbf16, depth=2>, !metal.cb<1x2xbf16, depth=2>) ["rows", "cols"] outs(%[[ONE]] : !metal.cb<4x2xf32, depth=2>) acc %[[C1]] : index -> () {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<2x1xbf16>, %[[Q:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:          %[[Z_1:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:          %[[M:.+]] = tile.matmul %[[P]], %[[Q]], %[[Z_1]]
// CHECK-NEXT:          tile.yield %[[M]]
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.cb_pop_front %[[A]] 4
// CHECK-NEXT:        metal.cb_pop_front %[[B]] 2
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[ONE]] 8

// -----

// A nest that only hands on what the packer accumulates: the zeros are packed before it, and its
// loops touch the buffer only by adding to it.

tile.kernel @nest(%A : !tile.tensor<32x128xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>, %start : index, %count : index) attributes {fp32_dest, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {
    %zero = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
      %z = tile.fill(0.0) : !tile.block<1x1xf32>
      tile.yield %z : !tile.block<1x1xf32>
    }
    %o = scf.for %k = %c0 to %c4 step %c1 iter_args(%outer = %zero) -> (!tile.block<1x1xf32>) {
      %n = scf.for %l = %c0 to %c4 step %c1 iter_args(%inner = %outer) -> (!tile.block<1x1xf32>) {
        %a = tile.load %A[%c0, %l] : !tile.tensor<32x128xbf16, dram> -> !tile.block<1x1xbf16>
        %next = tile.section <1x1> ins(%a, %a : !tile.block<1x1xbf16>, !tile.block<1x1xbf16>) ["rows", "cols"] outs(:) acc %inner : !tile.block<1x1xf32> -> (!tile.block<1x1xf32>) {
        ^bb0(%p : !tile.block<1x1xbf16>, %q : !tile.block<1x1xbf16>):
          %z = tile.fill(0.0) : !tile.block<1x1xf32>
          %m = tile.matmul %p, %q, %z : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
          tile.yield %m : !tile.block<1x1xf32>
        }
        scf.yield %next : !tile.block<1x1xf32>
      }
      scf.yield %n : !tile.block<1x1xf32>
    }
    tile.store %o, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
  }
}

// CHECK-LABEL: metal.kernel @nest_compute
// CHECK-SAME:    (%[[ZERO:.+]]: !metal.cb<1x1xf32, depth=2>, %[[A:.+]]: !metal.cb<1x1xbf16, depth=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.cb_reserve_back %[[ZERO]] 1
// CHECK-NEXT:      tile.section <1x1> ins(:) [] outs(%[[ZERO]] : !metal.cb<1x1xf32, depth=2>) -> () {
// CHECK-NEXT:        %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:        tile.yield %[[Z]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:        scf.for %[[L:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:          metal.cb_wait_front %[[A]] 1
// CHECK-NEXT:          tile.section <1x1> ins(%[[A]], %[[A]] : !metal.cb<1x1xbf16, depth=2>, !metal.cb<1x1xbf16, depth=2>) ["rows", "cols"] outs(%[[ZERO]] : !metal.cb<1x1xf32, depth=2>) acc %[[C1]] : index -> () {
// CHECK-NEXT:          ^bb0(%[[P:.+]]: !tile.block<1x1xbf16>, %[[Q:.+]]: !tile.block<1x1xbf16>):
// CHECK-NEXT:            %[[Z_1:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:            %[[M:.+]] = tile.matmul %[[P]], %[[Q]], %[[Z_1]]
// CHECK-NEXT:            tile.yield %[[M]]
// CHECK-NEXT:          }
// CHECK-NEXT:          metal.cb_pop_front %[[A]] 1
// CHECK-NEXT:        }
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %[[ZERO]] 1
