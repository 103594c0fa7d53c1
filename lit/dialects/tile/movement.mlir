// Loads and stores, of elements and of tiles, with the properties that passes give them.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @k(%A : !tile.tensor<3x100x64xbf16, dram>, %V : !tile.tensor<96xf32, dram>, %i : index) {
  %e = tile.load %A[%i, %i, %i] : !tile.tensor<3x100x64xbf16, dram> -> tensor<50x64xbf16>
  tile.store %e, %A[%i, %i, %i] : tensor<50x64xbf16>, !tile.tensor<3x100x64xbf16, dram>
  %t = tile.load %A[%i, %i, %i] {guard_outer, guard_rows, guard_cols, transposed} : !tile.tensor<3x100x64xbf16, dram> -> !tile.block<2x2xbf16>
  tile.store %t, %A[%i, %i, %i] {guard_outer, guard_rows, guard_cols} : !tile.block<2x2xbf16>, !tile.tensor<3x100x64xbf16, dram>
  %v = tile.load %V[%i] {guard_cols} : !tile.tensor<96xf32, dram> -> !tile.block<1x2xf32>
}
// CHECK:      tile.kernel @k(%A: [[A:!tile.tensor<3x100x64xbf16, dram>]], %V: [[V:!tile.tensor<96xf32, dram>]], %i: index)
// CHECK-NEXT:   %e = tile.load %A[%i, %i, %i] : [[A]] -> tensor<50x64xbf16>
// CHECK-NEXT:   tile.store %e, %A[%i, %i, %i] : tensor<50x64xbf16>, [[A]]
// CHECK-NEXT:   %t = tile.load %A[%i, %i, %i] {guard_outer, guard_rows, guard_cols, transposed} : [[A]] -> !tile.block<2x2xbf16>
// CHECK-NEXT:   tile.store %t, %A[%i, %i, %i] {guard_outer, guard_rows, guard_cols} : !tile.block<2x2xbf16>, [[A]]
// CHECK-NEXT:   %v = tile.load %V[%i] {guard_cols} : [[V]] -> !tile.block<1x2xf32>
