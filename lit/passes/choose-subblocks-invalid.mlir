// Ops that no function of the SFPU computes.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.unary "exp" %a : !tile.block<1x1xi32> loc("k.py":7:5)
  tile.store %y, %A[%i, %i] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}
// CHECK:      error: the SFPU has no function for 'exp' of int32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it in float32

// -----

tile.kernel @k(%A : !tile.tensor<32x32xi32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.binary "div" %a, %a : !tile.block<1x1xi32> loc("k.py":7:5)
  tile.store %y, %A[%i, %i] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}
// CHECK:      error: the SFPU has no function for 'div' of int32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it in float32

// -----

tile.kernel @k(%A : !tile.tensor<32x32xui32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xui32, dram> -> !tile.block<1x1xui32>
  %y = tile.binary "pow" %a, %a : !tile.block<1x1xui32> loc("k.py":7:5)
  tile.store %y, %A[%i, %i] : !tile.block<1x1xui32>, !tile.tensor<32x32xui32, dram>
}
// CHECK:      error: the SFPU has no function for 'pow' of uint32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: compute it in float32
