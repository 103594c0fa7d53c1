// Tensors have a shape in elements and a memory, blocks a shape in tiles.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @ranks(%a : !tile.tensor<96xbf16, dram>, %b : !tile.tensor<100x64xf32, dram>, %c : !tile.tensor<2x3x64x64xi32, dram>) {
}
// CHECK:      tile.kernel @ranks(
// CHECK-SAME:   %a: !tile.tensor<96xbf16, dram>,
// CHECK-SAME:   %b: !tile.tensor<100x64xf32, dram>,
// CHECK-SAME:   %c: !tile.tensor<2x3x64x64xi32, dram>)

tile.kernel @dtypes(%p : !tile.block<1x1xbf16>, %q : !tile.block<4x2xf32>, %r : !tile.block<1x2xi32>, %s : !tile.block<1x1xui32>, %t : !tile.block<1x1xui16>) {
}
// CHECK:      tile.kernel @dtypes(
// CHECK-SAME:   %p: !tile.block<1x1xbf16>,
// CHECK-SAME:   %q: !tile.block<4x2xf32>,
// CHECK-SAME:   %r: !tile.block<1x2xi32>,
// CHECK-SAME:   %s: !tile.block<1x1xui32>,
// CHECK-SAME:   %t: !tile.block<1x1xui16>)

// Where the device's dimensions are not the author's, the order names these; -1 is an added one.

tile.kernel @orders(%q : !tile.tensor<2x8x100x64xbf16, dram, [0, 2, 1, 3]>, %v : !tile.tensor<1000x1xf32, dram, [0, -1]>, %a : !tile.tensor<8x4xf32, dram, [0, 1]>) {
}
// CHECK:      tile.kernel @orders(
// CHECK-SAME:   %q: !tile.tensor<2x8x100x64xbf16, dram, [0, 2, 1, 3]>,
// CHECK-SAME:   %v: !tile.tensor<1000x1xf32, dram, [0, -1]>,
// CHECK-SAME:   %a: !tile.tensor<8x4xf32, dram>)
