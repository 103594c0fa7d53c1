// A negative constant that is compared without a sign: C++ would take -32 for an int, below 64.

// RUN: ttc-opt %s -t metalium | filecheck %s

metal.kernel @reader(%x : !metal.cb<1x1xbf16, depth=2, id=0>, %page : index) attributes {role = "reader"} {
  %before = arith.constant -32 : index
  %c64 = arith.constant 64 : index
  metal.cb_reserve_back %x 1 : !metal.cb<1x1xbf16, depth=2, id=0>
  %l1 = metal.get_write_ptr %x : !metal.cb<1x1xbf16, depth=2, id=0>
  %outside = arith.cmpi ult, %before, %c64 : index
  scf.if %outside {
    metal.read_zeros %l1 64
  }
  metal.noc_async_read_barrier
  metal.cb_push_back %x 1 : !metal.cb<1x1xbf16, depth=2, id=0>
}

// CHECK: const bool outside = uint32_t(-32) < 64;
