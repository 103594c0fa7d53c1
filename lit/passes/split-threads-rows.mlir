// The reader gathers rows: pieces of them, each a read of its own, zeros for those outside, and one
// barrier for the block.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// A rectangle: 40 rows of 64 float32 numbers, 24 rows of zeros behind them. Its matrix may be the
// one before the first; no row of it is outside.

tile.kernel @copied(%A : !tile.tensor<5x128x64xf32, dram_rows>, %B : !tile.tensor<64x64xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<5>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 5>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = arith.addi %start, %i {ttc.below = 5 : index} : index
    %b = arith.subi %w, %c1 : index
    %r = tile.load %A[%b, %w, %c0] {elements = #grid.sizes<40x64>} : !tile.tensor<5x128x64xf32, dram_rows> -> !tile.block<2x2xf32>
    %t = tile.section <2x2> ins(%r : !tile.block<2x2xf32>) ["whole"] outs(:) -> (!tile.block<2x2xf32>) {
    ^bb0(%p : !tile.block<2x2xf32>):
      %q = tile.tilize %p : !tile.block<2x2xf32> -> !tile.block<2x2xf32>
      tile.yield %q : !tile.block<2x2xf32>
    }
    tile.store %t, %B[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
  }
}

// Of five matrices four are inside: 4 times 40 rows of 256 bytes.

// CHECK-LABEL: host.program @copied()
// CHECK-SAME:    dram_read = 40960 : i64
// CHECK:         %r = host.cb "r" "reader" to "compute" {least = 1 : i64} : !metal.cb<2x2xf32, depth=2>
// CHECK:         %A = host.tensor "A" "in" : !tile.tensor<5x128x64xf32, dram_rows>
// CHECK-LABEL: metal.kernel @copied_reader
// CHECK-DAG:     %[[ZEROS:.+]] = arith.constant 10240 : index
// CHECK-DAG:     %[[MATRICES:.+]] = arith.constant 5 : index
// CHECK-DAG:     %[[HEIGHT:.+]] = arith.constant 128 : index
// CHECK-DAG:     %[[PITCH:.+]] = arith.constant 256 : index
// CHECK-DAG:     %[[ROWS:.+]] = arith.constant 40 : index
// CHECK:         metal.cb_reserve_back %r 4
// CHECK-NEXT:    %r_l1 = metal.get_write_ptr %r
// CHECK-NEXT:    scf.for %row = %{{.+}} to %[[ROWS]] step %{{.+}} {
// CHECK-NEXT:      %[[DOWN:.+]] = arith.muli %row, %[[PITCH]]
// CHECK-NEXT:      %[[INTO:.+]] = arith.addi %r_l1, %[[DOWN]]
// CHECK-NEXT:      %[[AT:.+]] = arith.addi %w, %row
// CHECK-NEXT:      %[[FIRST:.+]] = arith.muli %b, %[[HEIGHT]]
// CHECK-NEXT:      %[[PAGE:.+]] = arith.addi %[[FIRST]], %[[AT]]
// CHECK-NEXT:      %[[INSIDE:.+]] = arith.cmpi ult, %b, %[[MATRICES]]
// CHECK-NEXT:      scf.if %[[INSIDE]] {
// CHECK-NEXT:        %A_row = metal.get_noc_addr %[[PAGE]], %{{.+}} of %A : !tile.tensor<5x128x64xf32, dram_rows>
// CHECK-NEXT:        metal.noc_async_read %A_row, %[[INTO]] 256
// CHECK-NEXT:      } else {
// CHECK-NEXT:        metal.read_zeros %[[INTO]] 256
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[BEHIND:.+]] = arith.addi %r_l1, %[[ZEROS]]
// CHECK-NEXT:    metal.read_zeros %[[BEHIND]] 6144
// CHECK-NEXT:    metal.noc_async_read_barrier
// CHECK-NEXT:    metal.cb_push_back %r 4

// -----

// A window: a pixel for each place and position. With 32 of 64 channels a block, block k has half
// of position k / 2.

tile.kernel @seen(%A : !tile.tensor<2x14x20x64xbf16, dram_rows>, %B : !tile.tensor<64x32xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<9>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 9>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c18 = arith.constant 18 : index
  %c32 = arith.constant 32 : index
  %c64 = arith.constant 64 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = arith.addi %start, %i {ttc.below = 9 : index} : index
    %m = arith.muli %w, %c64 : index
    scf.for %k = %c0 to %c18 step %c1 {
      %e = arith.muli %k, %c32 : index
      %r = tile.load %A[%m, %e] {elements = #grid.sizes<64x32>, window = #grid.window<3, stride 2, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram_rows> -> !tile.block<2x1xbf16>
      %t = tile.section <2x1> ins(%r : !tile.block<2x1xbf16>) ["whole"] outs(:) -> (!tile.block<2x1xbf16>) {
      ^bb0(%p : !tile.block<2x1xbf16>):
        %q = tile.tilize %p : !tile.block<2x1xbf16> -> !tile.block<2x1xbf16>
        tile.yield %q : !tile.block<2x1xbf16>
      }
      tile.store %t, %B[%c0, %c0] : !tile.block<2x1xbf16>, !tile.tensor<64x32xbf16, dram>
    }
  }
}

// CHECK-LABEL: metal.kernel @seen_reader
// CHECK:         %[[ELEMENT:.+]] = arith.muli %k, %{{.+}} : index
// CHECK:         %[[POSITION:.+]] = arith.divui %[[ELEMENT]], %[[C64:.+]] : index
// CHECK-NEXT:    %channel = arith.remui %[[ELEMENT]], %[[C64]] : index
// CHECK-NEXT:    %down = arith.divui %[[POSITION]], %[[C3:.+]] : index
// CHECK-NEXT:    %across = arith.remui %[[POSITION]], %[[C3]] : index
// CHECK-NEXT:    scf.for %row
// CHECK:           %place = arith.addi %m, %row
// CHECK:           %h = arith.subi
// CHECK:           %w_1 = arith.subi
// CHECK:           arith.cmpi ult, %place
// CHECK:           arith.cmpi ult, %h
// CHECK:           arith.cmpi ult, %w_1
// CHECK:           scf.if
// CHECK-NEXT:        %[[BYTE:.+]] = arith.muli %channel, %{{.+}} : index
// CHECK-NEXT:        %A_row = metal.get_noc_addr %{{.+}}, %[[BYTE]] of %A
// CHECK-NEXT:        metal.noc_async_read %A_row, %{{.+}} 64
// CHECK-NEXT:      } else {
// CHECK-NEXT:        metal.read_zeros %{{.+}} 64

// -----

// Rows of 70 bytes end where no zeros can be put behind them: all is zero first.

tile.kernel @odd(%A : !tile.tensor<128x35xbf16, dram_rows>, %B : !tile.tensor<32x64xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<5>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 5>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = arith.addi %start, %i {ttc.below = 5 : index} : index
    %b = arith.subi %w, %c1 : index
    %r = tile.load %A[%b, %c0] {elements = #grid.sizes<32x35>} : !tile.tensor<128x35xbf16, dram_rows> -> !tile.block<1x2xbf16>
    %t = tile.section <1x2> ins(%r : !tile.block<1x2xbf16>) ["whole"] outs(:) -> (!tile.block<1x2xbf16>) {
    ^bb0(%p : !tile.block<1x2xbf16>):
      %q = tile.tilize %p : !tile.block<1x2xbf16> -> !tile.block<1x2xbf16>
      tile.yield %q : !tile.block<1x2xbf16>
    }
    tile.store %t, %B[%c0, %c0] : !tile.block<1x2xbf16>, !tile.tensor<32x64xbf16, dram>
  }
}

// CHECK-LABEL: metal.kernel @odd_reader
// CHECK:         %r_l1 = metal.get_write_ptr %r
// CHECK-NEXT:    metal.read_zeros %r_l1 4096
// CHECK-NEXT:    metal.noc_async_read_barrier
// CHECK-NEXT:    scf.for %row
// CHECK:           scf.if
// CHECK-NEXT:        %A_row = metal.get_noc_addr
// CHECK-NEXT:        metal.noc_async_read %A_row, %{{.+}} 70
// CHECK-NEXT:      }
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_read_barrier

// -----

// Rows of a view stay with compute: the section reserves a place for all of them, and pushes them
// itself.

tile.kernel @viewed(%A : !tile.tensor<64x128xf32, dram>, %B : !tile.tensor<256x32xf32, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x128xf32, dram> -> !tile.block<2x4xf32>
  %r = tile.section <1x4> ins(%a : !tile.block<2x4xf32>) ["tiles"] outs(:) -> (!tile.block<2x4xf32>) {
  ^bb0(%p : !tile.block<1x4xf32>):
    %q = tile.untilize %p : !tile.block<1x4xf32> -> !tile.block<1x4xf32>
    tile.yield %q : !tile.block<1x4xf32>
  }
  %t = tile.section <8x1> ins(%r : !tile.block<2x4xf32>) ["whole"] outs(:) -> (!tile.block<8x1xf32>) {
  ^bb0(%p : !tile.block<2x4xf32>):
    %q = tile.tilize %p : !tile.block<2x4xf32> -> !tile.block<8x1xf32>
    tile.yield %q : !tile.block<8x1xf32>
  }
  tile.store %t, %B[%c0, %c0] : !tile.block<8x1xf32>, !tile.tensor<256x32xf32, dram>
}

// CHECK-LABEL: host.program @viewed()
// CHECK:         %r = host.cb "r" "compute" to "compute" {least = 1 : i64} : !metal.cb<2x4xf32, depth=1>
// CHECK-LABEL: metal.kernel @viewed_compute
// CHECK:         metal.cb_wait_front %a 8
// CHECK-NEXT:    metal.cb_reserve_back %r 8
// CHECK-NEXT:    tile.section <1x4> ins(%a : !metal.cb<2x4xf32, depth=2>) ["tiles"] outs(%r : !metal.cb<2x4xf32, depth=1>)
// CHECK:         }
// CHECK-NEXT:    metal.cb_pop_front %a 8
// CHECK-NEXT:    metal.cb_wait_front %r 8
// CHECK-NEXT:    metal.cb_reserve_back %t 8
// CHECK-NEXT:    tile.section <8x1> ins(%r : !metal.cb<2x4xf32, depth=1>) ["whole"] outs(%t : !metal.cb<8x1xf32, depth=2>)
// CHECK:         }
// CHECK-NEXT:    metal.cb_push_back %t 8
// CHECK-NEXT:    metal.cb_pop_front %r 8
