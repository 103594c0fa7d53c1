// T.Parallel becomes a generic: its loads are inputs, its stores outputs.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// In place: `s[i, j] = s[i, j] * s[i, j]` reads once and makes the buffer's next value.

grid.kernel @in_place(%A : !grid.buffer<32x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %s[%i, %j] : !grid.buffer<32x64xbf16, shared> -> bf16
    %q = grid.load %s[%i, %j] : !grid.buffer<32x64xbf16, shared> -> bf16
    %m = arith.mulf %p, %q : bf16
    grid.store %m, %s[%i, %j] : bf16, !grid.buffer<32x64xbf16, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x64> to %A[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<32x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @in_place
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[S_1:.+]] = tile.generic ins(%[[S]]) : (tensor<32x64xbf16>) -> tensor<32x64xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      %[[M:.+]] = arith.mulf %[[P]], %[[P]] : bf16
// CHECK-NEXT:      tile.yield %[[M]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<32x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// A load after a store of the same element is the stored value; each store is an output.

grid.kernel @forwarded(%A : !grid.buffer<32x64xbf16, dram>, %B : !grid.buffer<32x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  %t = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %s[%i, %j] : !grid.buffer<32x64xbf16, shared> -> bf16
    %n = arith.negf %p : bf16
    grid.store %n, %s[%i, %j] : bf16, !grid.buffer<32x64xbf16, shared>
    %q = grid.load %s[%i, %j] : !grid.buffer<32x64xbf16, shared> -> bf16
    %m = arith.addf %q, %q : bf16
    grid.store %m, %t[%i, %j] : bf16, !grid.buffer<32x64xbf16, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x64> to %A[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<32x64xbf16, dram>
  grid.copy %t[%c0, %c0] sizes <32x64> to %B[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<32x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @forwarded
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xbf16, dram>, %[[B:.+]]: !tile.tensor<32x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[S_1:.+]], %[[T:.+]] = tile.generic ins(%[[S]]) : (tensor<32x64xbf16>) -> (tensor<32x64xbf16>, tensor<32x64xbf16>) {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      %[[N:.+]] = arith.negf %[[P]] : bf16
// CHECK-NEXT:      %[[M:.+]] = arith.addf %[[N]], %[[N]] : bf16
// CHECK-NEXT:      tile.yield %[[N]], %[[M]] : bf16, bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<32x64xbf16, dram>
// CHECK-NEXT:    tile.store %[[T]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<32x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// Tensors can be read and written element by element: a load before, a store after the generic.

grid.kernel @global(%A : !grid.buffer<64x64xbf16, dram>, %B : !grid.buffer<64x64xbf16, dram>, %start : index) {
  %c32 = arith.constant 32 : index
  %row = arith.muli %start, %c32 : index
  grid.parallel (%i, %j) in (32, 64) {
    %r = arith.addi %row, %i : index
    %p = grid.load %A[%r, %j] : !grid.buffer<64x64xbf16, dram> -> bf16
    %n = arith.negf %p : bf16
    grid.store %n, %B[%r, %j] : bf16, !grid.buffer<64x64xbf16, dram>
  }
}

// CHECK-LABEL: tile.kernel @global
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[MULI:.+]] = arith.muli %[[START]], %[[C32]]
// CHECK-NEXT:    %[[A_1:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[A_1]]) : (tensor<32x64xbf16>) -> tensor<32x64xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      %[[N:.+]] = arith.negf %[[P]] : bf16
// CHECK-NEXT:      tile.yield %[[N]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[MULI1:.+]] = arith.muli %[[START]], %[[C32]]
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[MULI1]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<64x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// `t[i, j] = s[j, i]` is a transpose of what is read.

grid.kernel @transposed(%A : !grid.buffer<64x32xbf16, dram>, %B : !grid.buffer<32x64xbf16, dram>) {
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %A[%j, %i] : !grid.buffer<64x32xbf16, dram> -> bf16
    grid.store %p, %B[%i, %j] : bf16, !grid.buffer<32x64xbf16, dram>
  }
}

// CHECK-LABEL: tile.kernel @transposed
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x32xbf16, dram> -> tensor<64x32xbf16>
// CHECK-NEXT:    %[[A_2:.+]] = tile.transpose %[[A_1]] : tensor<64x32xbf16> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[A_2]]) : (tensor<32x64xbf16>) -> tensor<32x64xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      tile.yield %[[P]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<32x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// One dimension: a vector is a row.

grid.kernel @vector(%A : !grid.buffer<96xf32, dram>, %B : !grid.buffer<96xbf16, dram>) {
  grid.parallel (%i) in (96) {
    %p = grid.load %A[%i] : !grid.buffer<96xf32, dram> -> f32
    %q = arith.truncf %p : f32 to bf16
    grid.store %q, %B[%i] : bf16, !grid.buffer<96xbf16, dram>
  }
}

// CHECK-LABEL: tile.kernel @vector
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<96xf32, dram>, %[[B:.+]]: !tile.tensor<96xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]]] : !tile.tensor<96xf32, dram> -> tensor<1x96xf32>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[A_1]]) : (tensor<1x96xf32>) -> tensor<1x96xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32):
// CHECK-NEXT:      %[[Q:.+]] = arith.truncf %[[P]] : f32 to bf16
// CHECK-NEXT:      tile.yield %[[Q]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C0]]] : tensor<1x96xbf16>, !tile.tensor<96xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}
