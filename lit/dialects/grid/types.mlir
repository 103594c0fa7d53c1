// RUN: ttc-opt %s | ttc-opt | filecheck %s

// A buffer says its shape, its element type and where it lives.

"test.op"() {
  of = [
    !grid.buffer<128x32xbf16, global>,
    !grid.buffer<2x3x4x5xf32, dram>,
    !grid.buffer<1xi32, shared>,
    !grid.buffer<64xui16, fragment>
  ],
  sizes = #grid.sizes<4x32>
} : () -> ()

// CHECK: of = [!grid.buffer<128x32xbf16, global>, !grid.buffer<2x3x4x5xf32, dram>, !grid.buffer<1xi32, shared>, !grid.buffer<64xui16, fragment>], sizes = #grid.sizes<4x32>
