// A kernel is a symbol with a body; what passes note on it are attributes.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %start : index) attributes {fp32_dest, grid = #grid.sizes<2x2>} {
  %row = arith.constant 1 : index
}
// CHECK:      tile.kernel @k(%A: !tile.tensor<64x64xbf16, dram>, %start: index) attributes {fp32_dest, grid = #grid.sizes<2x2>} {
// CHECK-NEXT:   %row = arith.constant 1 : index
// CHECK-NEXT: }
