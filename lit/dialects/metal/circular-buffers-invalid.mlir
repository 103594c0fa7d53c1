// No op hands over more pages than the circular buffer has, nor none at all.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @k(%cb : !metal.cb<2x2xbf16, depth=2>) attributes {role = "reader"} {
  metal.cb_reserve_back %cb 9 : !metal.cb<2x2xbf16, depth=2>
}
// CHECK: 'metal.cb_reserve_back': 9 pages of a circular buffer of 8

// -----

metal.kernel @k(%cb : !metal.cb<2x2xbf16, depth=2>) attributes {role = "reader"} {
  metal.cb_push_back %cb 0 : !metal.cb<2x2xbf16, depth=2>
}
// CHECK: 'metal.cb_push_back': 0 pages of a circular buffer of 8
