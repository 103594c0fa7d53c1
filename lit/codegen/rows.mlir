// Pieces of rows are read at an address of a page and a byte of it; compute makes tiles of them.

// RUN: ttc-opt %s -t metalium | filecheck %s

metal.kernel @reader(%x : !metal.cb<1x2xbf16, depth=2, id=0>, %X : !tile.tensor<2x14x20x64xbf16, dram_rows>, %page : index) attributes {role = "reader"} {
  %c64 = arith.constant 64 : index
  metal.cb_reserve_back %x 2 : !metal.cb<1x2xbf16, depth=2, id=0>
  %l1 = metal.get_write_ptr %x : !metal.cb<1x2xbf16, depth=2, id=0>
  %X_row = metal.get_noc_addr %page, %c64 of %X : !tile.tensor<2x14x20x64xbf16, dram_rows>
  metal.noc_async_read %X_row, %l1 128
  metal.noc_async_read_barrier
  metal.cb_push_back %x 2 : !metal.cb<1x2xbf16, depth=2, id=0>
}
metal.kernel @compute(%r : !metal.cb<2x3xbf16, depth=2, id=0>, %t : !metal.cb<2x3xbf16, depth=1, id=1>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  metal.tilize_init %r 3 to %t : !metal.cb<2x3xbf16, depth=2, id=0>, !metal.cb<2x3xbf16, depth=1, id=1>
  metal.tilize_block %r[%c0] 3 to %t : !metal.cb<2x3xbf16, depth=2, id=0>, !metal.cb<2x3xbf16, depth=1, id=1>
  metal.tilize_uninit %r to %t : !metal.cb<2x3xbf16, depth=2, id=0>, !metal.cb<2x3xbf16, depth=1, id=1>
}

//      CHECK: const uint32_t l1 = get_write_ptr(cb_x);
// CHECK-NEXT: const uint64_t X_row = X.get_noc_addr(page, 64);
// CHECK-NEXT: noc_async_read(X_row, l1, 128);
// CHECK-NEXT: noc_async_read_barrier();
//      CHECK: #include "api/compute/tilize.h"
//      CHECK: tilize_init(cb_r, 3, cb_t);
// CHECK-NEXT: tilize_block(cb_r, 3, cb_t, 0, 0);
// CHECK-NEXT: tilize_uninit(cb_r, cb_t);
