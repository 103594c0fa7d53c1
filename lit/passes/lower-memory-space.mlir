// Mutable buffers become values: copies are loads and stores, loops carry what they write.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// A copy in and a copy out: the shared buffer is the value loaded into it.

grid.kernel @copy(%A : !grid.buffer<64x64xbf16, dram>, %B : !grid.buffer<64x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %row = arith.muli %start, %c32 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %A[%row, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64> : !grid.buffer<64x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
  grid.copy %s[%c0, %c0] sizes <32x64> to %B[%row, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @copy
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[MULI:.+]] = arith.muli %[[START]], %[[C32]]
// CHECK-NEXT:    %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[MULI1:.+]] = arith.muli %[[START]], %[[C32]]
// CHECK-NEXT:    tile.store %[[S]], %[[B]][%[[MULI1]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<64x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// An accumulator that the loop reads and writes is carried; the operands, fresh in every turn,
// are not. The way out to bfloat16 is a cast.

grid.kernel @gemm(%A : !grid.buffer<64x128xbf16, dram>, %B : !grid.buffer<128x64xbf16, dram>, %C : !grid.buffer<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %zero = arith.constant 0.0 : f32
  %a = grid.alloc : !grid.buffer<64x32xbf16, shared>
  %b = grid.alloc : !grid.buffer<32x64xbf16, shared>
  %c = grid.alloc : !grid.buffer<64x64xf32, fragment>
  grid.fill %c, %zero : !grid.buffer<64x64xf32, fragment>, f32
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%c0, %at] sizes <64x32> to %a[%c0, %c0] sizes <64x32> : !grid.buffer<64x128xbf16, dram> to !grid.buffer<64x32xbf16, shared>
    grid.copy %B[%at, %c0] sizes <32x64> to %b[%c0, %c0] sizes <32x64> : !grid.buffer<128x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
    grid.gemm %a, %b, %c : !grid.buffer<64x32xbf16, shared>, !grid.buffer<32x64xbf16, shared>, !grid.buffer<64x64xf32, fragment>
  } {num_stages = 2 : i64}
  grid.copy %c[%c0, %c0] sizes <64x64> to %C[%c0, %c0] sizes <64x64> : !grid.buffer<64x64xf32, fragment> to !grid.buffer<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @gemm
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[C:.+]]: !tile.tensor<64x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[C2:.+]] = tile.fill(0.000000e+00) : tensor<64x64xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[C_2:.+]] = %[[C2]]) -> (tensor<64x64xf32>) {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]]
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[MULI]]] : !tile.tensor<64x128xbf16, dram> -> tensor<64x32xbf16>
// CHECK-NEXT:      %[[MULI1:.+]] = arith.muli %[[K]], %[[C32]]
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[MULI1]], %[[C0]]] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:      %[[C_3:.+]] = tile.matmul %[[A1]], %[[B1]], %[[C_2]] : tensor<64x32xbf16>, tensor<32x64xbf16> -> tensor<64x64xf32>
// CHECK-NEXT:      scf.yield %[[C_3]] : tensor<64x64xf32>
// CHECK-NEXT:    } {num_stages = 2 : i64}
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[C_1]] : tensor<64x64xf32> -> tensor<64x64xbf16>
// CHECK-NEXT:    tile.store %[[CAST]], %[[C]][%[[C0]], %[[C0]]] : tensor<64x64xbf16>, !tile.tensor<64x64xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// Nested loops both carry the accumulator. A gemm with `clear_accum` reads nothing of its buffer.

grid.kernel @nest(%A : !grid.buffer<32x32xbf16, dram>, %C : !grid.buffer<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <32x32> to %a[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  grid.gemm %a, %a, %c {clear_accum} : !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xf32, fragment>
  scf.for %k = %c0 to %c4 step %c1 {
    scf.for %l = %c0 to %c4 step %c1 {
      grid.gemm %a, %a, %c : !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xf32, fragment>
    }
  }
  grid.copy %c[%c0, %c0] sizes <32x32> to %C[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, fragment> to !grid.buffer<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @nest
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[C2:.+]] = tile.matmul %[[A1]], %[[A1]], %[[FILL]] : tensor<32x32xbf16>, tensor<32x32xbf16> -> tensor<32x32xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[C_2:.+]] = %[[C2]]) -> (tensor<32x32xf32>) {
// CHECK-NEXT:      %[[C_3:.+]] = scf.for %[[L:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[C_4:.+]] = %[[C_2]]) -> (tensor<32x32xf32>) {
// CHECK-NEXT:        %[[C_5:.+]] = tile.matmul %[[A1]], %[[A1]], %[[C_4]] : tensor<32x32xbf16>, tensor<32x32xbf16> -> tensor<32x32xf32>
// CHECK-NEXT:        scf.yield %[[C_5]] : tensor<32x32xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[C_3]] : tensor<32x32xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C_1]], %[[C]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<32x32xf32, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// Transposed operands of a gemm are transposes of what the buffers hold.

grid.kernel @transposed(%A : !grid.buffer<32x64xbf16, dram>, %B : !grid.buffer<96x32xbf16, dram>, %C : !grid.buffer<64x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = grid.alloc : !grid.buffer<32x64xbf16, shared>
  %b = grid.alloc : !grid.buffer<96x32xbf16, shared>
  %c = grid.alloc : !grid.buffer<64x96xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <32x64> to %a[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
  grid.copy %B[%c0, %c0] sizes <96x32> to %b[%c0, %c0] sizes <96x32> : !grid.buffer<96x32xbf16, dram> to !grid.buffer<96x32xbf16, shared>
  grid.gemm %a, %b, %c {transpose_a, transpose_b, clear_accum} : !grid.buffer<32x64xbf16, shared>, !grid.buffer<96x32xbf16, shared>, !grid.buffer<64x96xf32, fragment>
  grid.copy %c[%c0, %c0] sizes <64x96> to %C[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @transposed
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xbf16, dram>, %[[B:.+]]: !tile.tensor<96x32xbf16, dram>, %[[C:.+]]: !tile.tensor<64x96xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<96x32xbf16, dram> -> tensor<96x32xbf16>
// CHECK-NEXT:    %[[A_1:.+]] = tile.transpose %[[A1]] : tensor<32x64xbf16> -> tensor<64x32xbf16>
// CHECK-NEXT:    %[[B_1:.+]] = tile.transpose %[[B1]] : tensor<96x32xbf16> -> tensor<32x96xbf16>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(0.000000e+00) : tensor<64x96xf32>
// CHECK-NEXT:    %[[C1:.+]] = tile.matmul %[[A_1]], %[[B_1]], %[[FILL]] : tensor<64x32xbf16>, tensor<32x96xbf16> -> tensor<64x96xf32>
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>
// CHECK-NOT:     {{grid\.[a-z]}}
