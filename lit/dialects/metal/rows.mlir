// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Reading pieces of rows, making tiles of them, and them of tiles.

metal.kernel @reader(%A : !tile.tensor<2x14x20x64xbf16, dram_rows>, %i : index) attributes {role = "reader"} {
  %at = metal.get_noc_addr %i, %i of %A : !tile.tensor<2x14x20x64xbf16, dram_rows>
  metal.noc_async_read %at, %i 64
}
metal.kernel @compute(%r : !metal.cb<2x3xbf16, depth=2>, %t : !metal.cb<2x3xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.tilize_init %r 3 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
  metal.tilize_block %r[%i] 3 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
  metal.tilize_uninit %r to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
}

//      CHECK: %at = metal.get_noc_addr %i, %i of %A : !tile.tensor<2x14x20x64xbf16, dram_rows>
// CHECK-NEXT: metal.noc_async_read %at, %i 64
//      CHECK: metal.tilize_init %r 3 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
// CHECK-NEXT: metal.tilize_block %r[%i] 3 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
// CHECK-NEXT: metal.tilize_uninit %r to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>

metal.kernel @untilize(%r : !metal.cb<2x6xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.pack_untilize_dest_init %r {block = 3, full = 6} : !metal.cb<2x6xbf16, depth=1>
  metal.pack_untilize_dest %r[%i] 1 {block = 3, full = 6} : !metal.cb<2x6xbf16, depth=1>
  metal.pack_untilize_uninit %r : !metal.cb<2x6xbf16, depth=1>
}

//      CHECK: metal.pack_untilize_dest_init %r {block = 3 : i64, full = 6 : i64} : !metal.cb<2x6xbf16, depth=1>
// CHECK-NEXT: metal.pack_untilize_dest %r[%i] 1 {block = 3 : i64, full = 6 : i64} : !metal.cb<2x6xbf16, depth=1>
// CHECK-NEXT: metal.pack_untilize_uninit %r : !metal.cb<2x6xbf16, depth=1>
