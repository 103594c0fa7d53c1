// The calls that make tiles of rows: one for each row of tiles between an init and an uninit. What
// follows needs its own init. float32 rows go into DST past the source registers.

// RUN: ttc-opt %s -p allocate-cbs,dst-lifecycle,insert-inits | filecheck %s

host.program @k() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64, fp32_dest} {
  %r = host.cb "r" "reader" to "compute" : !metal.cb<2x3xf32, depth=2>
  %a = host.cb "a" "compute" to "compute" : !metal.cb<2x3xf32, depth=1>
  %b = host.cb "b" "compute" to "writer" : !metal.cb<2x3xf32, depth=2>
  host.kernel @k_compute "compute"(%r, %a, %b) work [] : !metal.cb<2x3xf32, depth=2>, !metal.cb<2x3xf32, depth=1>, !metal.cb<2x3xf32, depth=2>
}
metal.kernel @k_compute(%r : !metal.cb<2x3xf32, depth=2>, %a : !metal.cb<2x3xf32, depth=1>, %b : !metal.cb<2x3xf32, depth=2>) attributes {role = "compute"} {
  metal.cb_wait_front %r 6 : !metal.cb<2x3xf32, depth=2>
  metal.cb_reserve_back %a 6 : !metal.cb<2x3xf32, depth=1>
  tile.section <2x3> ins(%r : !metal.cb<2x3xf32, depth=2>) ["whole"] outs(%a : !metal.cb<2x3xf32, depth=1>) -> () {
  ^bb0(%p : !tile.block<2x3xf32>):
    %q = tile.tilize %p : !tile.block<2x3xf32> -> !tile.block<2x3xf32>
    tile.yield %q : !tile.block<2x3xf32>
  }
  metal.cb_push_back %a 6 : !metal.cb<2x3xf32, depth=1>
  metal.cb_pop_front %r 6 : !metal.cb<2x3xf32, depth=2>
  metal.cb_wait_front %a 6 : !metal.cb<2x3xf32, depth=1>
  metal.cb_reserve_back %b 6 : !metal.cb<2x3xf32, depth=2>
  tile.section <1x3> ins(%a : !metal.cb<2x3xf32, depth=1>) ["tiles"] outs(%b : !metal.cb<2x3xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x3xf32>):
    %q = tile.unary "exp" %p : !tile.block<1x3xf32>
    tile.yield %q : !tile.block<1x3xf32>
  }
  metal.cb_push_back %b 6 : !metal.cb<2x3xf32, depth=2>
  metal.cb_pop_front %a 6 : !metal.cb<2x3xf32, depth=1>
}

// CHECK:         %r = host.cb "r" "reader" to "compute" : !metal.cb<2x3xf32, depth=2, id=0, unpack_to_dest>
// CHECK-LABEL: metal.kernel @k_compute
// CHECK:         metal.compute_kernel_hw_startup %r, %r, %a
// CHECK-NEXT:    metal.cb_wait_front %r 6
// CHECK-NEXT:    metal.cb_reserve_back %a 6
// CHECK-NEXT:    metal.tilize_init %r 3 to %a
// CHECK-NEXT:    scf.for %row = %{{.+}} to %[[ROWS:.+]] step %{{.+}} {
// CHECK-NEXT:      %[[TILE:.+]] = arith.muli %row, %{{.+}} : index
// CHECK-NEXT:      metal.tilize_block %r[%[[TILE]]] 3 to %a
// CHECK-NEXT:    }
// CHECK-NEXT:    metal.tilize_uninit %r to %a
// CHECK-NEXT:    metal.cb_push_back %a 6
// CHECK:         metal.copy_init %a
