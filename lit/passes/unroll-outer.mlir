// What extends over three dimensions becomes one op for each index of the first.

// RUN: ttc-opt %s -p unroll-outer --split-input-file | filecheck %s

grid.kernel @copies(%A : !grid.buffer<2x32x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<2x32x64xbf16, shared>
  %t = grid.alloc : !grid.buffer<2x32x64xbf16, shared>
  grid.copy %A[%c0, %c0, %c0] sizes <2x32x64> to %s[%c0, %c0, %c0] sizes <2x32x64> : !grid.buffer<2x32x64xbf16, dram> to !grid.buffer<2x32x64xbf16, shared>
  grid.copy %s[%c0, %c0, %c0] sizes <2x32x64> to %t[%c0, %c0, %c0] sizes <2x32x64> : !grid.buffer<2x32x64xbf16, shared> to !grid.buffer<2x32x64xbf16, shared>
}
// The whole of one buffer into the whole of another is one block, as it stands.
// CHECK-LABEL: grid.kernel @copies
// CHECK:         %[[C1:.+]] = arith.constant 1 : index
// CHECK:         grid.copy %A[%c0, %c0, %c0] sizes <1x32x64> to %s[%c0, %c0, %c0] sizes <1x32x64>
// CHECK-NEXT:    grid.copy %A[%[[C1]], %c0, %c0] sizes <1x32x64> to %s[%[[C1]], %c0, %c0] sizes <1x32x64>
// CHECK-NEXT:    grid.copy %s[%c0, %c0, %c0] sizes <2x32x64> to %t[%c0, %c0, %c0] sizes <2x32x64>

// -----

grid.kernel @loops(%A : !grid.buffer<2x32x64xf32, dram>) {
  grid.parallel (%b, %i, %j) in (2, 32, 64) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<2x32x64xf32, dram> -> f32
    %q = math.exp %p : f32
    grid.store %q, %A[%b, %i, %j] : f32, !grid.buffer<2x32x64xf32, dram>
  }
  grid.parallel (%b, %i, %j) in (1, 32, 64) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<2x32x64xf32, dram> -> f32
    grid.store %p, %A[%b, %i, %j] : f32, !grid.buffer<2x32x64xf32, dram>
  }
}
// CHECK-LABEL: grid.kernel @loops
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         grid.parallel (%b, %i, %j) in (1, 32, 64) {
// CHECK-NEXT:      %p = grid.load %A[%[[C0]], %i, %j]
// CHECK-NEXT:      %q = math.exp %p : f32
// CHECK-NEXT:      grid.store %q, %A[%[[C0]], %i, %j]
// CHECK-NEXT:    }
// CHECK-NEXT:    grid.parallel (%b_1, %i_1, %j_1) in (1, 32, 64) {
// CHECK-NEXT:      %p_1 = grid.load %A[%[[C1]], %i_1, %j_1]
// CHECK:         grid.parallel (%b_2, %i_2, %j_2) in (1, 32, 64) {
// CHECK-NEXT:      grid.load %A[%b_2, %i_2, %j_2]
