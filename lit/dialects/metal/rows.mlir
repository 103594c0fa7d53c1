// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Reading pieces of rows, and making tiles of them.

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
