// Tensors have a shape in elements and a memory, blocks a shape in tiles.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @ranks(%a : !tile.tensor<96xbf16, dram>, %b : !tile.tensor<100x64xf32, dram>, %c : !tile.tensor<2x3x64x64xi32, dram>) {
}
// CHECK:      tile.kernel @ranks(
// CHECK-SAME:   %a: !tile.tensor<96xbf16, dram>,
// CHECK-SAME:   %b: !tile.tensor<100x64xf32, dram>,
// CHECK-SAME:   %c: !tile.tensor<2x3x64x64xi32, dram>)

tile.kernel @dtypes(%a : !tile.block<1x1xbf16>, %b : !tile.block<4x2xf32>, %c : !tile.block<1x2xi32>, %d : !tile.block<1x1xui32>, %e : !tile.block<1x1xui16>) {
}
// CHECK:      tile.kernel @dtypes(
// CHECK-SAME:   %a: !tile.block<1x1xbf16>,
// CHECK-SAME:   %b: !tile.block<4x2xf32>,
// CHECK-SAME:   %c: !tile.block<1x2xi32>,
// CHECK-SAME:   %d: !tile.block<1x1xui32>,
// CHECK-SAME:   %e: !tile.block<1x1xui16>)
