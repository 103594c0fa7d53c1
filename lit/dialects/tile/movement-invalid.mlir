// Accesses that do not fit their tensor.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<3x64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<3x64x64xbf16, dram> -> !tile.block<2x2xbf16> loc("k.py":7:5)
}
// CHECK:      error: 'tile.load': the tensor has rank 3: one offset for each
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%A : !tile.tensor<64xbf16, dram>, %i : index) {
  %a = tile.fill(0.0) : !tile.block<1x2xbf16>
  tile.store %a, %A[%i, %i] : !tile.block<1x2xbf16>, !tile.tensor<64xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: 'tile.store': the tensor has rank 1: one offset for each
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xf32> loc("k.py":7:5)
}
// CHECK:      error: 'tile.load': a load or store keeps the element type; tile.cast converts
// CHECK-NEXT:   --> k.py:7:5

// -----

tile.kernel @k(%A : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.fill(0.0) : tensor<64x64xf32>
  tile.store %a, %A[%i, %i] : tensor<64x64xf32>, !tile.tensor<64x64xbf16, dram> loc("k.py":7:5)
}
// CHECK:      error: 'tile.store': a load or store keeps the element type; tile.cast converts
// CHECK-NEXT:   --> k.py:7:5
