// The four ops that hand pages over, and the two that give an L1 address.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @k(%cb : !metal.cb<2x2xbf16, depth=2, id=0>) attributes {role = "reader"} {
  metal.cb_reserve_back %cb 4 : !metal.cb<2x2xbf16, depth=2, id=0>
  %back = metal.get_write_ptr %cb : !metal.cb<2x2xbf16, depth=2, id=0>
  metal.cb_push_back %cb 4 : !metal.cb<2x2xbf16, depth=2, id=0>
  metal.cb_wait_front %cb 8 : !metal.cb<2x2xbf16, depth=2, id=0>
  %front = metal.get_read_ptr %cb : !metal.cb<2x2xbf16, depth=2, id=0>
  metal.cb_pop_front %cb 8 : !metal.cb<2x2xbf16, depth=2, id=0>
}
// CHECK:      metal.kernel @k(%cb: [[CB:!metal.cb<2x2xbf16, depth=2, id=0>]])
// CHECK-NEXT:   metal.cb_reserve_back %cb 4 : [[CB]]
// CHECK-NEXT:   %back = metal.get_write_ptr %cb : [[CB]]
// CHECK-NEXT:   metal.cb_push_back %cb 4 : [[CB]]
// CHECK-NEXT:   metal.cb_wait_front %cb 8 : [[CB]]
// CHECK-NEXT:   %front = metal.get_read_ptr %cb : [[CB]]
// CHECK-NEXT:   metal.cb_pop_front %cb 8 : [[CB]]
