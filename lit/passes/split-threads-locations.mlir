// Calls have the place of the load, store, section or loop they are for.

// RUN: ttc-opt %s -p split-threads --print-debuginfo --split-input-file | filecheck %s

tile.kernel @k(%A : !tile.tensor<32x32xbf16, dram>, %B : !tile.tensor<32x32xbf16, dram>, %start : index, %count : index) attributes {buffers = {s = loc("k.py":3:5)}, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    %s = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16> loc("k.py":4:5)
    %y = tile.section <1x1> ins(%s : !tile.block<1x1xbf16>) ["tiles"] outs(:) -> (!tile.block<1x1xbf16>) {
    ^bb0(%p : !tile.block<1x1xbf16>):
      %e = tile.unary "exp" %p : !tile.block<1x1xbf16> loc("k.py":6:9)
      tile.yield %e : !tile.block<1x1xbf16> loc("k.py":6:9)
    } loc("k.py":5:5)
    tile.store %y, %B[%c0, %c0] : !tile.block<1x1xbf16>, !tile.tensor<32x32xbf16, dram> loc("k.py":7:5)
  } loc("k.py":2:5)
} loc("k.py":1:1)

// CHECK-LABEL: host.program @k
// CHECK:         host.cb "s" {{.*}} loc("k.py":3:5)
// CHECK-NEXT:    host.cb "y" {{.*}} loc("k.py":5:5)
// CHECK:         host.kernel @k_writer {{.*}} loc("k.py":1:1)
// CHECK-NEXT:  } loc("k.py":1:1)
// CHECK-LABEL: metal.kernel @k_reader
// CHECK:           metal.cb_reserve_back {{.*}} loc("k.py":4:5)
// CHECK-NEXT:      metal.get_write_ptr {{.*}} loc("k.py":4:5)
// CHECK-NEXT:      metal.noc_async_read_page {{.*}} loc("k.py":4:5)
// CHECK-NEXT:      metal.noc_async_read_barrier loc("k.py":4:5)
// CHECK-NEXT:      metal.cb_push_back {{.*}} loc("k.py":4:5)
// CHECK-NEXT:    } loc("k.py":2:5)
// CHECK-LABEL: metal.kernel @k_compute
// CHECK:           metal.cb_wait_front {{.*}} loc("k.py":5:5)
// CHECK-NEXT:      metal.cb_reserve_back {{.*}} loc("k.py":5:5)
// CHECK:             tile.unary {{.*}} loc("k.py":6:9)
// CHECK-NEXT:        tile.yield {{.*}} loc("k.py":6:9)
// CHECK-NEXT:      } loc("k.py":5:5)
// CHECK-NEXT:      metal.cb_push_back {{.*}} loc("k.py":5:5)
// CHECK-NEXT:      metal.cb_pop_front {{.*}} loc("k.py":5:5)
// CHECK-LABEL: metal.kernel @k_writer
// CHECK:           metal.cb_wait_front {{.*}} loc("k.py":7:5)
// CHECK-NEXT:      metal.get_read_ptr {{.*}} loc("k.py":7:5)
// CHECK-NEXT:      metal.noc_async_write_page {{.*}} loc("k.py":7:5)
// CHECK-NEXT:      metal.noc_async_writes_flushed loc("k.py":7:5)
// CHECK-NEXT:      metal.cb_pop_front {{.*}} loc("k.py":7:5)
// CHECK:         metal.noc_async_write_barrier loc("k.py":1:1)

// -----

// A loop within a section has its own place in the reader, too; so have constants.

tile.kernel @product(%A : !tile.tensor<32x128xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>, %start : index, %count : index) attributes {fp32_dest, grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index loc("k.py":2:5)
  %c1 = arith.constant 1 : index loc("k.py":2:5)
  %c4 = arith.constant 4 : index loc("k.py":3:5)
  scf.for %i = %c0 to %count step %c1 {
    %c = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
      %zero = tile.fill(0.0) : !tile.block<1x1xf32> loc("k.py":3:5)
      %sum = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<1x1xf32>) {
        %a = tile.load %A[%c0, %k] : !tile.tensor<32x128xbf16, dram> -> !tile.block<1x1xbf16> loc("k.py":5:9)
        %next = tile.matmul %a, %a, %acc : !tile.block<1x1xbf16>, !tile.block<1x1xbf16> -> !tile.block<1x1xf32> loc("k.py":6:9)
        scf.yield %next : !tile.block<1x1xf32> loc("k.py":4:5)
      } {num_stages = 3 : i64} loc("k.py":4:5)
      tile.yield %sum : !tile.block<1x1xf32> loc("k.py":7:5)
    } loc("k.py":7:5)
    tile.store %c, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram> loc("k.py":7:5)
  } loc("k.py":2:5)
} loc("k.py":1:1)

// CHECK-LABEL: metal.kernel @product_reader
// CHECK-NOT:     arith.constant {{.*}} loc(unknown)
// CHECK:         metal.cb_push_back {{.*}} loc("k.py":5:9)
// CHECK-NEXT:      } loc("k.py":4:5)
// CHECK-NEXT:    } loc("k.py":2:5)
// CHECK-LABEL: metal.kernel @product_compute
// CHECK-NOT:     arith.constant {{.*}} loc(unknown)
// CHECK:         metal.cb_pop_front {{.*}}
// CHECK-NEXT:        scf.yield {{.*}} loc("k.py":4:5)
// CHECK-NEXT:      } loc("k.py":4:5)
