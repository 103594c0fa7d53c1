// What no float computes exactly.

// RUN: ttc-opt %s -p fpu-types --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<32x2048xi8, dram>, %B : !tile.tensor<2048x32xui8, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x2048xi8, dram> -> !tile.block<1x64xi8>
  %b = tile.load %B[%i, %i] : !tile.tensor<2048x32xui8, dram> -> !tile.block<64x1xui8>
  %zero = tile.fill(0.000000e+00) : !tile.block<1x1xi32>
  %c = tile.matmul %a, %b, %zero : !tile.block<1x64xi8>, !tile.block<64x1xui8> -> !tile.block<1x1xi32> loc("k.py":7:5)
}
// CHECK:      error: a product of int8 and uint8 over 2048 elements may exceed 2^24, up to which float32 sums are exact
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: multiply at most 512 elements in one T.gemm, in a loop over the others

// -----

tile.kernel @k(%A : !tile.tensor<32x32xui16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xui16, dram> -> !tile.block<1x1xui16>
  %zero = tile.fill(0.000000e+00) : !tile.block<1x1xi32>
  %c = tile.matmul %a, %a, %zero : !tile.block<1x1xui16>, !tile.block<1x1xui16> -> !tile.block<1x1xi32> loc("k.py":7:5)
}
// CHECK:      error: a product of uint16 blocks
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: the FPU multiplies bfloat16, float32, bfloat8_b, int8 and uint8

// -----

tile.kernel @k(%A : !tile.tensor<32x131072xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x131072xi32, dram> -> !tile.block<1x4096xi32>
  %c = tile.reduce "sum" 1 %a : !tile.block<1x4096xi32> -> !tile.block<1x1xi32> loc("k.py":7:5)
}
// CHECK:      error: a reduction of 131072 elements of int32 may exceed 2^24, up to which float32 sums are exact
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: reduce blocks of it, and combine these

// -----

tile.kernel @k(%A : !tile.tensor<64x1x!tile.bfloat8_b, dram, [0, -1]>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x1x!tile.bfloat8_b, dram, [0, -1]> -> !tile.block<1x1x!tile.bfloat8_b> loc("k.py":7:5)
}
// CHECK:      error: 'A' is bfloat8_b: 16 elements of a row share an exponent, and its last dimension lies across the rows on the device
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: use bfloat16 for it
