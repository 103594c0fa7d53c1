// Circular buffers as types: unallocated, allocated, and float32 pages that go into DST unrounded.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @types(
  %unallocated : !metal.cb<4x1xbf16, depth=2>,
  %allocated : !metal.cb<4x1xbf16, depth=2, id=31>,
  %unrounded : !metal.cb<1x2xf32, depth=1, id=3, unpack_to_dest>,
  %integers : !metal.cb<2xui16, depth=1, id=4>
) attributes {role = "compute"} {
}

// CHECK:      metal.kernel @types(
// CHECK-SAME:   %unallocated: !metal.cb<4x1xbf16, depth=2>,
// CHECK-SAME:   %allocated: !metal.cb<4x1xbf16, depth=2, id=31>,
// CHECK-SAME:   %unrounded: !metal.cb<1x2xf32, depth=1, id=3, unpack_to_dest>,
// CHECK-SAME:   %integers: !metal.cb<2xui16, depth=1, id=4>)
// CHECK-SAME:   attributes {role = "compute"}
