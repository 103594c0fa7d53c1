// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Reductions, running sums and other shapes of the same elements.

%x, %r, %c, %s, %t = "test.op"() : () -> (!grid.buffer<64x32xbf16, shared>, !grid.buffer<64xf32, fragment>, !grid.buffer<1x32xf32, fragment>, !grid.buffer<64xf32, fragment>, !grid.buffer<1xf32, fragment>)
grid.reduce "sum" %x, %r {dim = 1 : i64, clear} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<64xf32, fragment>
grid.reduce "absmax" %x, %c {dim = 0 : i64} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<1x32xf32, fragment>
grid.reduce "min" %r, %t {dim = 0 : i64} : !grid.buffer<64xf32, fragment>, !grid.buffer<1xf32, fragment>
grid.cumsum %r, %s {dim = 0 : i64, reverse} : !grid.buffer<64xf32, fragment>, !grid.buffer<64xf32, fragment>
%y = grid.reshape %x : !grid.buffer<64x32xbf16, shared> to !grid.buffer<2x32x32xbf16, shared>

//      CHECK: grid.reduce "sum" %x, %r {dim = 1 : i64, clear} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<64xf32, fragment>
// CHECK-NEXT: grid.reduce "absmax" %x, %c {dim = 0 : i64} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<1x32xf32, fragment>
// CHECK-NEXT: grid.reduce "min" %r, %t {dim = 0 : i64} : !grid.buffer<64xf32, fragment>, !grid.buffer<1xf32, fragment>
// CHECK-NEXT: grid.cumsum %r, %s {dim = 0 : i64, reverse} : !grid.buffer<64xf32, fragment>, !grid.buffer<64xf32, fragment>
// CHECK-NEXT: %y = grid.reshape %x : !grid.buffer<64x32xbf16, shared> to !grid.buffer<2x32x32xbf16, shared>
