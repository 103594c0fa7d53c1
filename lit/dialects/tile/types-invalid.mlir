// Shapes, memories and element types that tensors and blocks do not have.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%a : !tile.tensor<32x0xbf16, dram>) {
}
// CHECK: every dimension is at least 1

// -----

tile.kernel @k(%a : !tile.tensor<bf16, dram>) {
}
// CHECK: a shape has at least one dimension

// -----

tile.kernel @k(%a : !tile.tensor<32x32xf64, dram>) {
}
// CHECK: no tile has elements of type f64

// -----

tile.kernel @k(%a : !tile.tensor<32x32xbf16, l1>) {
}
// CHECK: memory is one of dram

// -----

tile.kernel @k(%a : !tile.block<2x2x2xbf16>) {
}
// CHECK: a block has rows and columns of tiles

// -----

tile.kernel @k(%a : !tile.block<0x2xbf16>) {
}
// CHECK: every dimension is at least 1

// -----

tile.kernel @k(%a : !tile.block<2x2xi64>) {
}
// CHECK: no tile has elements of type i64

// -----

tile.kernel @k(%a : !tile.tensor<32x64xbf16, dram, [0]>) {
}
// CHECK: the order names each of the author's dimensions once

// -----

tile.kernel @k(%a : !tile.tensor<32x64xbf16, dram, [1, 1]>) {
}
// CHECK: the order names each of the author's dimensions once

// -----

tile.kernel @k(%a : !tile.tensor<32x64xbf16, dram, [0, 2]>) {
}
// CHECK: the order names each of the author's dimensions once

// -----

tile.kernel @k(%a : !tile.tensor<32x64xbf16, dram, [0, -1]>) {
}
// CHECK: an added dimension has extent 1
