// The writer sends the rows of each face of a block of tiles to pages that are rows.

// RUN: ttc-opt %s -p split-threads --split-input-file | filecheck %s

// 20 rows of 24 columns, all of them inside: a whole piece of 16 columns, and one of 8 in the face
// beside it, 512 bytes behind.

tile.kernel @inside(%A : !tile.tensor<3x40x24xbf16, dram_rows>, %start : index, %count : index) attributes {grid = #grid.sizes<6>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 6>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c20 = arith.constant 20 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = arith.addi %start, %i {ttc.below = 6 : index} : index
    %b = arith.divui %w, %c2 {ttc.below = 3 : index} : index
    %p = arith.remui %w, %c2 {ttc.below = 2 : index} : index
    %r = arith.muli %p, %c20 : index
    %t = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xbf16>) {
      %q = tile.fill(1.0) : !tile.block<1x1xbf16>
      tile.yield %q : !tile.block<1x1xbf16>
    }
    tile.store %t, %A[%b, %r, %c0] {elements = #grid.sizes<20x24>} : !tile.block<1x1xbf16>, !tile.tensor<3x40x24xbf16, dram_rows>
  }
}

// CHECK-LABEL: host.program @inside()
// CHECK-SAME:    dram_write = 5760 : i64
// CHECK:         %A = host.tensor "A" "out" : !tile.tensor<3x40x24xbf16, dram_rows>
// CHECK-LABEL: metal.kernel @inside_writer
// CHECK-DAG:     %[[FACE:.+]] = arith.constant 512 : index
// CHECK-DAG:     %[[BYTES:.+]] = arith.constant 32 : index
// CHECK-DAG:     %[[HEIGHT:.+]] = arith.constant 40 : index
// CHECK:         metal.cb_wait_front %t 1
// CHECK-NEXT:    %t_l1 = metal.get_read_ptr %t
// CHECK:         scf.for %row
// CHECK:           %line = arith.addi
// CHECK-NEXT:      %[[AT:.+]] = arith.addi %r, %row
// CHECK:           %[[PAGE:.+]] = arith.addi %{{.+}}, %[[AT]]
// CHECK-NEXT:      %A_row = metal.get_noc_addr %[[PAGE]], %{{.+}} of %A
// CHECK-NEXT:      metal.noc_async_write %line, %A_row 32
// CHECK-NEXT:      %[[BESIDE:.+]] = arith.addi %line, %[[FACE]]
// CHECK-NEXT:      %A_row_1 = metal.get_noc_addr %[[PAGE]], %[[BYTES]] of %A
// CHECK-NEXT:      metal.noc_async_write %[[BESIDE]], %A_row_1 16
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.noc_async_writes_flushed

// -----

// The last block of 32 columns reaches over the edge: of 40 columns its first piece has 8, which
// are written, and the second one is not there.

tile.kernel @edge(%A : !tile.tensor<64x40xf32, dram_rows>, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 2>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  scf.for %i = %c0 to %count step %c1 {
    %w = arith.addi %start, %i {ttc.below = 2 : index} : index
    %c = arith.muli %w, %c32 : index
    %t = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
      %q = tile.fill(1.0) : !tile.block<1x1xf32>
      tile.yield %q : !tile.block<1x1xf32>
    }
    tile.store %t, %A[%c0, %c] {elements = #grid.sizes<32x32>} : !tile.block<1x1xf32>, !tile.tensor<64x40xf32, dram_rows>
  }
}

// CHECK-LABEL: host.program @edge()
// CHECK-SAME:    dram_write = 5120 : i64
// CHECK:         %A = host.tensor "A" "part"
// CHECK-LABEL: metal.kernel @edge_writer
// CHECK-DAG:     %[[WHOLE:.+]] = arith.constant 25 : index
// CHECK-DAG:     %[[WIDTH:.+]] = arith.constant 40 : index
// CHECK:         scf.for %row
// CHECK:           scf.for %piece
// CHECK:             %[[COLUMN:.+]] = arith.addi %c, %{{.+}}
// CHECK-NEXT:        %[[INSIDE:.+]] = arith.cmpi ult, %[[COLUMN]], %[[WHOLE]]
// CHECK-NEXT:        scf.if %[[INSIDE]] {
// CHECK:               metal.noc_async_write %{{.+}}, %A_row 64
// CHECK-NEXT:        } else {
// CHECK-NEXT:          %[[CUT:.+]] = arith.cmpi ult, %[[COLUMN]], %[[WIDTH]]
// CHECK-NEXT:          scf.if %[[CUT]] {
// CHECK:                 metal.noc_async_write %{{.+}}, %A_row{{.*}} 32

// -----

// A view is the tensor that it is of: both kernels get one address.

tile.kernel @viewed(%A : !tile.tensor<3x64x32xbf16, dram>, %B : !tile.tensor<32x32xbf16, dram>, %start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %V = tile.view %A : !tile.tensor<3x64x32xbf16, dram> to !tile.tensor<192x32xbf16, dram>
  scf.for %i = %c0 to %count step %c1 {
    %a = tile.load %A[%c1, %c1, %c0] : !tile.tensor<3x64x32xbf16, dram> -> !tile.block<1x1xbf16>
    %b = tile.load %V[%c3, %c0] : !tile.tensor<192x32xbf16, dram> -> !tile.block<1x1xbf16>
    %t = tile.section <1x1> ins(%a, %b : !tile.block<1x1xbf16>, !tile.block<1x1xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<1x1xbf16>) {
    ^bb0(%p : !tile.block<1x1xbf16>, %q : !tile.block<1x1xbf16>):
      %s = tile.binary "add" %p, %q : !tile.block<1x1xbf16>
      tile.yield %s : !tile.block<1x1xbf16>
    }
    tile.store %t, %B[%c0, %c0] : !tile.block<1x1xbf16>, !tile.tensor<32x32xbf16, dram>
  }
}

// CHECK-LABEL: host.program @viewed()
// CHECK-SAME:    dram_read = 4096 : i64
// CHECK:         %A = host.tensor "A" "in" : !tile.tensor<3x64x32xbf16, dram>
// CHECK-NEXT:    %B = host.tensor "B" "out"
// CHECK-LABEL: metal.kernel @viewed_reader
// CHECK-SAME:    %A: !tile.tensor<3x64x32xbf16, dram>
// CHECK:         metal.noc_async_read_page %{{.+}} of %A
// CHECK:         metal.noc_async_read_page %{{.+}} of %A

// -----

// Rows in another order than the tensor's: those of a head are 8 pages apart.

tile.kernel @apart(%A : !tile.tensor<16x8x32xbf16, dram_rows>, %start : index, %count : index) attributes {grid = #grid.sizes<8>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 8>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %V = tile.view %A : !tile.tensor<16x8x32xbf16, dram_rows> to !tile.tensor<8x16x32xbf16, dram_rows, [1, 0, 2]>
  scf.for %i = %c0 to %count step %c1 {
    %h = arith.addi %start, %i {ttc.below = 8 : index} : index
    %t = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xbf16>) {
      %q = tile.fill(1.0) : !tile.block<1x1xbf16>
      tile.yield %q : !tile.block<1x1xbf16>
    }
    tile.store %t, %V[%h, %c0, %c0] {elements = #grid.sizes<16x32>} : !tile.block<1x1xbf16>, !tile.tensor<8x16x32xbf16, dram_rows, [1, 0, 2]>
  }
}

// CHECK-LABEL: host.program @apart()
// CHECK:         %A = host.tensor "A" "out" : !tile.tensor<16x8x32xbf16, dram_rows>
// CHECK-LABEL: metal.kernel @apart_writer
// CHECK:         %[[HEADS:.+]] = arith.constant 8 : index
// CHECK:         scf.for %row
// CHECK:           %[[DOWN:.+]] = arith.muli %row, %[[HEADS]]
// CHECK-NEXT:      %[[PAGE:.+]] = arith.addi %h, %[[DOWN]]
// CHECK:           metal.get_noc_addr %[[PAGE]], %{{.+}} of %A
