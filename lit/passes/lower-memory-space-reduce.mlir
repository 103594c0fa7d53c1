// Reductions and running sums.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// The maximum over the columns of a row is a column; of the rows, a row.

grid.kernel @max(%A : !grid.buffer<64x96xf32, dram>, %B : !grid.buffer<64x1xf32, dram>, %C : !grid.buffer<1x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %b = grid.alloc : !grid.buffer<64x1xf32, fragment>
  %c = grid.alloc : !grid.buffer<1x96xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, dram> to !grid.buffer<64x96xf32, shared>
  grid.reduce "max" %s, %b {dim = 1 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64x1xf32, fragment>
  grid.reduce "max" %s, %c {dim = 0 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<1x96xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
  grid.copy %c[%c0, %c0] sizes <1x96> to %C[%c0, %c0] sizes <1x96> : !grid.buffer<1x96xf32, fragment> to !grid.buffer<1x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @max
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xf32, dram>, %[[B:.+]]: !tile.tensor<64x1xf32, dram>, %[[C:.+]]: !tile.tensor<1x96xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xf32, dram> -> tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.reduce "max" 1 %[[S]] : tensor<64x96xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[C_1:.+]] = tile.reduce "max" 0 %[[S]] : tensor<64x96xf32> -> tensor<1x96xf32>
// CHECK-NEXT:    tile.store %[[B_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
// CHECK-NEXT:    tile.store %[[C_1]], %[[C]][%[[C0]], %[[C0]]] : tensor<1x96xf32>, !tile.tensor<1x96xf32, dram>

// -----

// A sum goes to the type of its result in one step, a minimum is the negated maximum of what is
// negated, and abs comes first.

grid.kernel @kinds(%A : !grid.buffer<64x96xbf16, dram>, %B : !grid.buffer<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xbf16, shared>
  %b = grid.alloc : !grid.buffer<64x1xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xbf16, dram> to !grid.buffer<64x96xbf16, shared>
  grid.reduce "sum" %s, %b {dim = 1 : i64, clear} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x1xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
  grid.reduce "min" %s, %b {dim = 1 : i64, clear} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x1xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
  grid.reduce "abssum" %s, %b {dim = 1 : i64, clear} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x1xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
  grid.reduce "absmax" %s, %b {dim = 1 : i64, clear} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x1xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @kinds
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xbf16, dram>, %[[B:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xbf16, dram> -> tensor<64x96xbf16>
// CHECK-NEXT:    %[[B_1:.+]] = tile.reduce "sum" 1 %[[S]] : tensor<64x96xbf16> -> tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[B_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
// CHECK-NEXT:    %[[UNARY:.+]] = tile.unary "neg" %[[S]] : tensor<64x96xbf16>
// CHECK-NEXT:    %[[B_1_1:.+]] = tile.reduce "max" 1 %[[UNARY]] : tensor<64x96xbf16> -> tensor<64x1xbf16>
// CHECK-NEXT:    %[[B_2:.+]] = tile.unary "neg" %[[B_1_1]] : tensor<64x1xbf16>
// CHECK-NEXT:    %[[B_3:.+]] = tile.cast %[[B_2]] : tensor<64x1xbf16> -> tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[B_3]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
// CHECK-NEXT:    %[[UNARY_1:.+]] = tile.unary "abs" %[[S]] : tensor<64x96xbf16>
// CHECK-NEXT:    %[[B_4:.+]] = tile.reduce "sum" 1 %[[UNARY_1]] : tensor<64x96xbf16> -> tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[B_4]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
// CHECK-NEXT:    %[[UNARY_2:.+]] = tile.unary "abs" %[[S]] : tensor<64x96xbf16>
// CHECK-NEXT:    %[[B_5:.+]] = tile.reduce "max" 1 %[[UNARY_2]] : tensor<64x96xbf16> -> tensor<64x1xbf16>
// CHECK-NEXT:    %[[B_6:.+]] = tile.cast %[[B_5]] : tensor<64x1xbf16> -> tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[B_6]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>

// -----

// Without `clear` the old content counts, but what cannot change the result is left out.

grid.kernel @combined(%A : !grid.buffer<64x96xf32, dram>, %B : !grid.buffer<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %b = grid.alloc : !grid.buffer<64x1xf32, fragment>
  %least = arith.constant 0xff800000 : f32
  grid.fill %b, %least : !grid.buffer<64x1xf32, fragment>, f32
  grid.copy %A[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, dram> to !grid.buffer<64x96xf32, shared>
  grid.reduce "max" %s, %b {dim = 1 : i64} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64x1xf32, fragment>
  grid.reduce "min" %s, %b {dim = 1 : i64} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64x1xf32, fragment>
  grid.reduce "abssum" %s, %b {dim = 1 : i64} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64x1xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x1> to %B[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @combined
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xf32, dram>, %[[B:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xf32, dram> -> tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.reduce "max" 1 %[[S]] : tensor<64x96xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[UNARY:.+]] = tile.unary "neg" %[[S]] : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1_1:.+]] = tile.reduce "max" 1 %[[UNARY]] : tensor<64x96xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[B_2:.+]] = tile.unary "neg" %[[B_1_1]] : tensor<64x1xf32>
// CHECK-NEXT:    %[[B_3:.+]] = tile.binary "min" %[[B_1]], %[[B_2]] : tensor<64x1xf32>
// CHECK-NEXT:    %[[UNARY_1:.+]] = tile.unary "abs" %[[S]] : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_4:.+]] = tile.reduce "sum" 1 %[[UNARY_1]] : tensor<64x96xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[B_5:.+]] = tile.binary "add" %[[B_3]], %[[B_4]] : tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[B_5]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>

// -----

// A vector that lies the other way is turned, before and after.

grid.kernel @turned(%A : !grid.buffer<64x96xf32, dram>, %B : !grid.buffer<64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %b = grid.alloc {layout = [-1, 0]} : !grid.buffer<64xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, dram> to !grid.buffer<64x96xf32, shared>
  grid.copy %B[%c0] sizes <64> to %b[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, fragment>
  grid.reduce "sum" %s, %b {dim = 1 : i64} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64xf32, fragment>
  grid.copy %b[%c0] sizes <64> to %B[%c0] sizes <64> : !grid.buffer<64xf32, fragment> to !grid.buffer<64xf32, dram>
}

// CHECK-LABEL: tile.kernel @turned
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xf32, dram>, %[[B:.+]]: !tile.tensor<64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xf32, dram> -> tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.load %[[B]][%[[C0]]] : !tile.tensor<64xf32, dram> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[B_1_1:.+]] = tile.reduce "sum" 1 %[[S]] : tensor<64x96xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[B_2:.+]] = tile.transpose %[[B_1]] : tensor<1x64xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[B_3:.+]] = tile.binary "add" %[[B_2]], %[[B_1_1]] : tensor<64x1xf32>
// CHECK-NEXT:    %[[B_4:.+]] = tile.transpose %[[B_3]] : tensor<64x1xf32> -> tensor<1x64xf32>
// CHECK-NEXT:    tile.store %[[B_4]], %[[B]][%[[C0]]] : tensor<1x64xf32>, !tile.tensor<64xf32, dram>

// -----

// A vector is reduced along the way it lies. Over an outer dimension, which has one element, there
// is nothing to fold.

grid.kernel @others(%A : !grid.buffer<64xf32, dram>, %B : !grid.buffer<1xf32, dram>, %C : !grid.buffer<32x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc {layout = [0, -1]} : !grid.buffer<64xf32, shared>
  %b = grid.alloc : !grid.buffer<1xf32, fragment>
  %t = grid.alloc : !grid.buffer<1x32x64xf32, fragment>
  %c = grid.alloc : !grid.buffer<32x64xf32, fragment>
  grid.copy %A[%c0] sizes <64> to %s[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, shared>
  grid.reduce "max" %s, %b {dim = 0 : i64, clear} : !grid.buffer<64xf32, shared>, !grid.buffer<1xf32, fragment>
  grid.copy %b[%c0] sizes <1> to %B[%c0] sizes <1> : !grid.buffer<1xf32, fragment> to !grid.buffer<1xf32, dram>
  grid.copy %C[%c0, %c0] sizes <32x64> to %t[%c0, %c0, %c0] sizes <1x32x64> : !grid.buffer<32x64xf32, dram> to !grid.buffer<1x32x64xf32, fragment>
  grid.reduce "absmax" %t, %c {dim = 0 : i64, clear} : !grid.buffer<1x32x64xf32, fragment>, !grid.buffer<32x64xf32, fragment>
  grid.copy %c[%c0, %c0] sizes <32x64> to %C[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xf32, fragment> to !grid.buffer<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @others
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64xf32, dram>, %[[B:.+]]: !tile.tensor<1xf32, dram>, %[[C:.+]]: !tile.tensor<32x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]]] : !tile.tensor<64xf32, dram> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.transpose %[[A_1]] : tensor<1x64xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.reduce "max" 0 %[[S]] : tensor<64x1xf32> -> tensor<1x1xf32>
// CHECK-NEXT:    tile.store %[[B_1]], %[[B]][%[[C0]]] : tensor<1x1xf32>, !tile.tensor<1xf32, dram>
// CHECK-NEXT:    %[[T:.+]] = tile.load %[[C]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xf32, dram> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[C_1:.+]] = tile.unary "abs" %[[T]] : tensor<32x64xf32>
// CHECK-NEXT:    tile.store %[[C_1]], %[[C]][%[[C0]], %[[C0]]] : tensor<32x64xf32>, !tile.tensor<32x64xf32, dram>

// -----

// A running sum is a product with a triangle of ones: down the rows from the left, lower or upper
// by the direction; along the columns from the right.

grid.kernel @cumsum(%A : !grid.buffer<64x96xbf16, dram>, %B : !grid.buffer<64x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xbf16, shared>
  %b = grid.alloc : !grid.buffer<64x96xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xbf16, dram> to !grid.buffer<64x96xbf16, shared>
  grid.cumsum %s, %b {dim = 0 : i64} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x96xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x96> to %B[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x96xf32, dram>
  grid.cumsum %s, %b {dim = 0 : i64, reverse} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x96xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x96> to %B[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x96xf32, dram>
  grid.cumsum %s, %b {dim = 1 : i64} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x96xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x96> to %B[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x96xf32, dram>
  grid.cumsum %s, %b {dim = 1 : i64, reverse} : !grid.buffer<64x96xbf16, shared>, !grid.buffer<64x96xf32, fragment>
  grid.copy %b[%c0, %c0] sizes <64x96> to %B[%c0, %c0] sizes <64x96> : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @cumsum
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xbf16, dram>, %[[B:.+]]: !tile.tensor<64x96xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xbf16, dram> -> tensor<64x96xbf16>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(1.000000e+00) : tensor<64x64xbf16>
// CHECK-NEXT:    %[[TRIANGLE:.+]] = tile.mask <1, -1> %[[C0]], %[[FILL]], (0.000000e+00) : tensor<64x64xbf16>
// CHECK-NEXT:    %[[FILL_1:.+]] = tile.fill(0.000000e+00) : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.matmul %[[TRIANGLE]], %[[S]], %[[FILL_1]] : tensor<64x64xbf16>, tensor<64x96xbf16> -> tensor<64x96xf32>
// CHECK-NEXT:    tile.store %[[B_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>
// CHECK-NEXT:    %[[FILL_2:.+]] = tile.fill(1.000000e+00) : tensor<64x64xbf16>
// CHECK-NEXT:    %[[TRIANGLE_1:.+]] = tile.mask <-1, 1> %[[C0]], %[[FILL_2]], (0.000000e+00) : tensor<64x64xbf16>
// CHECK-NEXT:    %[[FILL_3:.+]] = tile.fill(0.000000e+00) : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_1_1:.+]] = tile.matmul %[[TRIANGLE_1]], %[[S]], %[[FILL_3]] : tensor<64x64xbf16>, tensor<64x96xbf16> -> tensor<64x96xf32>
// CHECK-NEXT:    tile.store %[[B_1_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>
// CHECK-NEXT:    %[[FILL_4:.+]] = tile.fill(1.000000e+00) : tensor<96x96xbf16>
// CHECK-NEXT:    %[[TRIANGLE_2:.+]] = tile.mask <-1, 1> %[[C0]], %[[FILL_4]], (0.000000e+00) : tensor<96x96xbf16>
// CHECK-NEXT:    %[[FILL_5:.+]] = tile.fill(0.000000e+00) : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_2:.+]] = tile.matmul %[[S]], %[[TRIANGLE_2]], %[[FILL_5]] : tensor<64x96xbf16>, tensor<96x96xbf16> -> tensor<64x96xf32>
// CHECK-NEXT:    tile.store %[[B_2]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>
// CHECK-NEXT:    %[[FILL_6:.+]] = tile.fill(1.000000e+00) : tensor<96x96xbf16>
// CHECK-NEXT:    %[[TRIANGLE_3:.+]] = tile.mask <1, -1> %[[C0]], %[[FILL_6]], (0.000000e+00) : tensor<96x96xbf16>
// CHECK-NEXT:    %[[FILL_7:.+]] = tile.fill(0.000000e+00) : tensor<64x96xf32>
// CHECK-NEXT:    %[[B_3:.+]] = tile.matmul %[[S]], %[[TRIANGLE_3]], %[[FILL_7]] : tensor<64x96xbf16>, tensor<96x96xbf16> -> tensor<64x96xf32>
// CHECK-NEXT:    tile.store %[[B_3]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>
