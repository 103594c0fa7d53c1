// The calls that make rows of tiles: blocks of tiles of one row, or of several, come into DST and are
// packed as rows, which are pushed at once. The packer is set up before, between sections of DST.

// RUN: ttc-opt %s -p allocate-cbs,dst-lifecycle,insert-inits --split-input-file | filecheck %s

// A row of 6 tiles in blocks of 3, in rows that are tiles of 4x4 afterwards.

host.program @k() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64, fp32_dest} {
  %a = host.cb "a" "reader" to "compute" : !metal.cb<2x6xf32, depth=2>
  %r = host.cb "r" "compute" to "compute" : !metal.cb<3x6xf32, depth=1>
  %t = host.cb "t" "compute" to "writer" : !metal.cb<4x4xf32, depth=2>
  host.kernel @k_compute "compute"(%a, %r, %t) work [] : !metal.cb<2x6xf32, depth=2>, !metal.cb<3x6xf32, depth=1>, !metal.cb<4x4xf32, depth=2>
}
metal.kernel @k_compute(%a : !metal.cb<2x6xf32, depth=2>, %r : !metal.cb<3x6xf32, depth=1>, %t : !metal.cb<4x4xf32, depth=2>) attributes {role = "compute"} {
  metal.cb_wait_front %a 12 : !metal.cb<2x6xf32, depth=2>
  metal.cb_reserve_back %r 18 : !metal.cb<3x6xf32, depth=1>
  tile.section <1x3> ins(%a : !metal.cb<2x6xf32, depth=2>) ["tiles"] outs(%r : !metal.cb<3x6xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<1x3xf32>):
    %q = tile.untilize %p : !tile.block<1x3xf32> -> !tile.block<1x3xf32>
    tile.yield %q : !tile.block<1x3xf32>
  }
  metal.cb_pop_front %a 12 : !metal.cb<2x6xf32, depth=2>
  metal.cb_wait_front %r 18 : !metal.cb<3x6xf32, depth=1>
  metal.cb_reserve_back %t 16 : !metal.cb<4x4xf32, depth=2>
  tile.section <4x4> ins(%r : !metal.cb<3x6xf32, depth=1>) ["whole"] outs(%t : !metal.cb<4x4xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<3x6xf32>):
    %q = tile.tilize %p : !tile.block<3x6xf32> -> !tile.block<4x4xf32>
    tile.yield %q : !tile.block<4x4xf32>
  }
  metal.cb_push_back %t 16 : !metal.cb<4x4xf32, depth=2>
  metal.cb_pop_front %r 18 : !metal.cb<3x6xf32, depth=1>
}

// CHECK:         %a = host.cb "a" "reader" to "compute" : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>
// CHECK:         %r = host.cb "r" "compute" to "compute" : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-LABEL: metal.kernel @k_compute
// CHECK:         metal.compute_kernel_hw_startup %a, %a, %r : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>, !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>, !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.cb_wait_front %a 12 : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>
// CHECK-NEXT:    metal.cb_reserve_back %r 18 : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.pack_untilize_dest_init %r {block = 3 : i64, full = 6 : i64} : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.copy_init %a : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>
// CHECK-NEXT:    scf.for %row = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:      scf.for %col = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:        %{{[0-9]+}} = arith.muli %col, %{{[0-9]+}} : index
// CHECK-NEXT:        %{{[0-9]+}} = arith.muli %row, %{{[0-9]+}} : index
// CHECK-NEXT:        %{{[0-9]+}} = arith.addi %{{[0-9]+}}, %{{[0-9]+}} : index
// CHECK-NEXT:        metal.tile_regs_acquire
// CHECK-NEXT:        scf.for %t_1 = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:          %{{[0-9]+}} = arith.addi %{{[0-9]+}}, %t_1 : index
// CHECK-NEXT:          metal.copy_tile %a[%{{[0-9]+}}] to %t_1 : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>
// CHECK-NEXT:        }
// CHECK-NEXT:        metal.tile_regs_commit
// CHECK-NEXT:        metal.tile_regs_wait
// CHECK-NEXT:        metal.pack_untilize_dest %r[%col] 1 {block = 3 : i64, full = 6 : i64} : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:        metal.tile_regs_release
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.cb_push_back %r 6 : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.cb_push_back %r 6 : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.pack_untilize_uninit %r : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.cb_pop_front %a 12 : !metal.cb<2x6xf32, depth=2, id=0, unpack_to_dest>
// CHECK-NEXT:    metal.cb_wait_front %r 18 : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>
// CHECK-NEXT:    metal.cb_reserve_back %t 16 : !metal.cb<4x4xf32, depth=2, id=2>
// CHECK-NEXT:    metal.tilize_init %r 4 to %t : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>, !metal.cb<4x4xf32, depth=2, id=2>
// CHECK-NEXT:    scf.for %row_1 = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:      %{{[0-9]+}} = arith.muli %row_1, %{{[0-9]+}} : index
// CHECK-NEXT:      metal.tilize_block %r[%{{[0-9]+}}] 4 to %t : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>, !metal.cb<4x4xf32, depth=2, id=2>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tilize_uninit %r to %t : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>, !metal.cb<4x4xf32, depth=2, id=2>
// CHECK-NEXT:    metal.cb_push_back %t 16 : !metal.cb<4x4xf32, depth=2, id=2>
// CHECK-NEXT:    metal.cb_pop_front %r 18 : !metal.cb<3x6xf32, depth=1, id=1, unpack_to_dest>

// -----

// 8 tiles of bfloat16 fit into DST: two rows of two tiles at a time.

host.program @h() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %a = host.cb "a" "reader" to "compute" : !metal.cb<4x2xbf16, depth=2>
  %r = host.cb "r" "compute" to "compute" : !metal.cb<4x2xbf16, depth=1>
  host.kernel @h_compute "compute"(%a, %r) work [] : !metal.cb<4x2xbf16, depth=2>, !metal.cb<4x2xbf16, depth=1>
}
metal.kernel @h_compute(%a : !metal.cb<4x2xbf16, depth=2>, %r : !metal.cb<4x2xbf16, depth=1>) attributes {role = "compute"} {
  metal.cb_wait_front %a 8 : !metal.cb<4x2xbf16, depth=2>
  metal.cb_reserve_back %r 8 : !metal.cb<4x2xbf16, depth=1>
  tile.section <2x2> ins(%a : !metal.cb<4x2xbf16, depth=2>) ["tiles"] outs(%r : !metal.cb<4x2xbf16, depth=1>) -> () {
  ^bb0(%p : !tile.block<2x2xbf16>):
    %q = tile.untilize %p : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>
    tile.yield %q : !tile.block<2x2xbf16>
  }
  metal.cb_pop_front %a 8 : !metal.cb<4x2xbf16, depth=2>
}

// CHECK-LABEL: metal.kernel @h_compute
// CHECK:         metal.compute_kernel_hw_startup %a, %a, %r : !metal.cb<4x2xbf16, depth=2, id=0>, !metal.cb<4x2xbf16, depth=2, id=0>, !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:    metal.cb_wait_front %a 8 : !metal.cb<4x2xbf16, depth=2, id=0>
// CHECK-NEXT:    metal.cb_reserve_back %r 8 : !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:    metal.pack_untilize_dest_init %r {block = 2 : i64, full = 2 : i64} : !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:    metal.copy_init %a : !metal.cb<4x2xbf16, depth=2, id=0>
// CHECK-NEXT:    scf.for %row = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:      %{{[0-9]+}} = arith.muli %row, %{{[0-9]+}} : index
// CHECK-NEXT:      %{{[0-9]+}} = arith.muli %{{[0-9]+}}, %{{[0-9]+}} : index
// CHECK-NEXT:      metal.tile_regs_acquire
// CHECK-NEXT:      scf.for %t = %{{[0-9]+}} to %{{[0-9]+}} step %{{[0-9]+}} {
// CHECK-NEXT:        %{{[0-9]+}} = arith.addi %{{[0-9]+}}, %t : index
// CHECK-NEXT:        metal.copy_tile %a[%{{[0-9]+}}] to %t : !metal.cb<4x2xbf16, depth=2, id=0>
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.tile_regs_commit
// CHECK-NEXT:      metal.tile_regs_wait
// CHECK-NEXT:      metal.pack_untilize_dest %r[%{{[0-9]+}}] 2 {block = 2 : i64, full = 2 : i64} : !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:      metal.tile_regs_release
// CHECK-NEXT:      metal.cb_push_back %r 4 : !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.pack_untilize_uninit %r : !metal.cb<4x2xbf16, depth=1, id=1>
// CHECK-NEXT:    metal.cb_pop_front %a 8 : !metal.cb<4x2xbf16, depth=2, id=0>
