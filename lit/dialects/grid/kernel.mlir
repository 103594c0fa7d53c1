// RUN: ttc-opt %s | ttc-opt | filecheck %s

// A kernel, its launches with and without a schedule, and the range of work that replaces one.

grid.kernel @launches(%A: !grid.buffer<64x64xbf16, global>, %V: !grid.buffer<64xui32, dram>) {
  grid.launch (%bx, %by, %bz) in (4, 3, 2) {
  }
  grid.launch (%bx) in (4) {
  } {work = "strided", order = "swizzle", panel = 2 : i64}
  %start, %count, %step = grid.work_range 24 "contiguous"
}

//      CHECK: grid.kernel @launches(%A: !grid.buffer<64x64xbf16, global>, %V: !grid.buffer<64xui32, dram>) {
// CHECK-NEXT:   grid.launch (%bx, %by, %bz) in (4, 3, 2) {
// CHECK-NEXT:   }
// CHECK-NEXT:   grid.launch (%bx_1) in (4) {
// CHECK-NEXT:   } {work = "strided", order = "swizzle", panel = 2 : i64}
// CHECK-NEXT:   %start, %count, %step = grid.work_range 24 "contiguous"
