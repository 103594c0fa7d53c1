// Parts of buffers, views of buffers, and stacks of matrices.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// A part that is read is an extract; one that is written is an insert into what was there.

grid.kernel @parts(%A : !grid.buffer<64x64xbf16, dram>, %B : !grid.buffer<32x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %at = arith.muli %start, %c32 : index
  %s = grid.alloc : !grid.buffer<64x64xbf16, shared>
  %t = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <64x64> to %s[%c0, %c0] sizes <64x64> : !grid.buffer<64x64xbf16, dram> to !grid.buffer<64x64xbf16, shared>
  grid.copy %s[%at, %c0] sizes <32x64> to %t[%c0, %c0] sizes <32x64> : !grid.buffer<64x64xbf16, shared> to !grid.buffer<32x64xbf16, shared>
  grid.copy %t[%c0, %c0] sizes <32x64> to %s[%c32, %c0] sizes <32x64> : !grid.buffer<32x64xbf16, shared> to !grid.buffer<64x64xbf16, shared>
  grid.copy %s[%c0, %c0] sizes <64x64> to %A[%c0, %c0] sizes <64x64> : !grid.buffer<64x64xbf16, shared> to !grid.buffer<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @parts
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<32x64xbf16, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> tensor<64x64xbf16>
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[START]], %[[C32]] : index
// CHECK-NEXT:    %[[S_1:.+]] = tile.extract %[[S]][%[[MULI]], %[[C0]]] : tensor<64x64xbf16> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[S_2:.+]] = tile.insert %[[S_1]], %[[S]][%[[C32]], %[[C0]]] : tensor<32x64xbf16>, tensor<64x64xbf16>
// CHECK-NEXT:    tile.store %[[S_2]], %[[A]][%[[C0]], %[[C0]]] : tensor<64x64xbf16>, !tile.tensor<64x64xbf16, dram>

// -----

// What nobody wrote is zero in a buffer that is written in parts. Each turn of the loop adds one:
// the buffer is carried, though it is fresh before the loop.

grid.kernel @gathered(%A : !grid.buffer<128x32xf32, dram>, %B : !grid.buffer<128x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %s = grid.alloc : !grid.buffer<128x32xf32, shared>
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%at, %c0] sizes <32x32> : !grid.buffer<128x32xf32, dram> to !grid.buffer<128x32xf32, shared>
  }
  grid.copy %s[%c0, %c0] sizes <128x32> to %B[%c0, %c0] sizes <128x32> : !grid.buffer<128x32xf32, shared> to !grid.buffer<128x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @gathered
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xf32, dram>, %[[B:.+]]: !tile.tensor<128x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[S:.+]] = tile.fill(0.000000e+00) : tensor<128x32xf32>
// CHECK-NEXT:    %[[S_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[S_2:.+]] = %[[S]]) -> (tensor<128x32xf32>) {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S_3:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[MULI_1:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S_4:.+]] = tile.insert %[[S_3]], %[[S_2]][%[[MULI_1]], %[[C0]]] : tensor<32x32xf32>, tensor<128x32xf32>
// CHECK-NEXT:      scf.yield %[[S_4]] : tensor<128x32xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<128x32xf32>, !tile.tensor<128x32xf32, dram>

// -----

// Read within the loop only, too.

grid.kernel @read_inside(%A : !grid.buffer<64x32xf32, dram>, %B : !grid.buffer<64x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c32 = arith.constant 32 : index
  %s = grid.alloc : !grid.buffer<64x32xf32, shared>
  scf.for %k = %c0 to %c2 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%at, %c0] sizes <32x32> : !grid.buffer<64x32xf32, dram> to !grid.buffer<64x32xf32, shared>
    grid.copy %s[%c0, %c0] sizes <64x32> to %B[%c0, %c0] sizes <64x32> : !grid.buffer<64x32xf32, shared> to !grid.buffer<64x32xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @read_inside
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x32xf32, dram>, %[[B:.+]]: !tile.tensor<64x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[S:.+]] = tile.fill(0.000000e+00) : tensor<64x32xf32>
// CHECK-NEXT:    %[[S_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C2]] step %[[C1]] iter_args(%[[S_2:.+]] = %[[S]]) -> (tensor<64x32xf32>) {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S_3:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<64x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[MULI_1:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S_4:.+]] = tile.insert %[[S_3]], %[[S_2]][%[[MULI_1]], %[[C0]]] : tensor<32x32xf32>, tensor<64x32xf32>
// CHECK-NEXT:      tile.store %[[S_4]], %[[B]][%[[C0]], %[[C0]]] : tensor<64x32xf32>, !tile.tensor<64x32xf32, dram>
// CHECK-NEXT:      scf.yield %[[S_4]] : tensor<64x32xf32>
// CHECK-NEXT:    }

// -----

// Turns that write the same parts leave nothing to the next one: nothing is carried, and a block
// that is stored in the parts it was made of is never put together.

grid.kernel @same_parts(%A : !grid.buffer<128x64xf32, dram>, %B : !grid.buffer<128x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %s = grid.alloc : !grid.buffer<32x64xf32, shared>
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c32] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<128x64xf32, dram> to !grid.buffer<32x64xf32, shared>
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%c0, %c32] sizes <32x32> : !grid.buffer<128x64xf32, dram> to !grid.buffer<32x64xf32, shared>
    grid.copy %s[%c0, %c0] sizes <32x64> to %B[%at, %c0] sizes <32x64> : !grid.buffer<32x64xf32, shared> to !grid.buffer<128x64xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @same_parts
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x64xf32, dram>, %[[B:.+]]: !tile.tensor<128x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[C32]]] : !tile.tensor<128x64xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[MULI_1:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S_1:.+]] = tile.load %[[A]][%[[MULI_1]], %[[C0]]] : !tile.tensor<128x64xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[MULI_2:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      tile.store %[[S]], %[[B]][%[[MULI_2]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x64xf32, dram>
// CHECK-NEXT:      tile.store %[[S_1]], %[[B]][%[[MULI_2]], %[[C32]]] : tensor<32x32xf32>, !tile.tensor<128x64xf32, dram>
// CHECK-NEXT:    }

// -----

// A view that adds or drops dimensions of extent 1 is the same block; a vector seen the other way
// is turned.

grid.kernel @views(%A : !grid.buffer<64xf32, dram>, %B : !grid.buffer<1x64xf32, dram>, %C : !grid.buffer<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %A[%c0] sizes <64> to %s[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, fragment>
  %r = grid.reshape %s : !grid.buffer<64xf32, fragment> to !grid.buffer<1x64xf32, fragment>
  %c = grid.reshape %r : !grid.buffer<1x64xf32, fragment> to !grid.buffer<64x1xf32, fragment>
  grid.copy %r[%c0, %c0] sizes <1x64> to %B[%c0, %c0] sizes <1x64> : !grid.buffer<1x64xf32, fragment> to !grid.buffer<1x64xf32, dram>
  grid.parallel (%i, %j) in (64, 1) {
    %p = grid.load %c[%i, %j] : !grid.buffer<64x1xf32, fragment> -> f32
    %q = arith.addf %p, %p : f32
    grid.store %q, %c[%i, %j] : f32, !grid.buffer<64x1xf32, fragment>
  }
  grid.copy %c[%c0, %c0] sizes <64x1> to %C[%c0, %c0] sizes <64x1> : !grid.buffer<64x1xf32, fragment> to !grid.buffer<64x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @views
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64xf32, dram>, %[[B:.+]]: !tile.tensor<1x64xf32, dram>, %[[C:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]]] : !tile.tensor<64xf32, dram> -> tensor<1x64xf32>
// CHECK-NEXT:    tile.store %[[S]], %[[B]][%[[C0]], %[[C0]]] : tensor<1x64xf32>, !tile.tensor<1x64xf32, dram>
// CHECK-NEXT:    %[[C_1:.+]] = tile.generic ins(%[[S]]) : (tensor<1x64xf32>) -> tensor<1x64xf32> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32):
// CHECK-NEXT:      %[[Q:.+]] = arith.addf %[[P]], %[[P]] : f32
// CHECK-NEXT:      tile.yield %[[Q]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[C_1_1:.+]] = tile.transpose %[[C_1]] : tensor<1x64xf32> -> tensor<64x1xf32>
// CHECK-NEXT:    tile.store %[[C_1_1]], %[[C]][%[[C0]], %[[C0]]] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>

// -----

// What is written under one name is read under the other, in one T.Parallel.

grid.kernel @one_block(%A : !grid.buffer<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x32xf32, shared>
  %v = grid.reshape %s : !grid.buffer<32x32xf32, shared> to !grid.buffer<1x32x32xf32, shared>
  grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, dram> to !grid.buffer<32x32xf32, shared>
  grid.parallel (%i, %j) in (32, 32) {
    %p = grid.load %s[%i, %j] : !grid.buffer<32x32xf32, shared> -> f32
    %q = math.exp %p : f32
    grid.store %q, %v[%c0, %i, %j] : f32, !grid.buffer<1x32x32xf32, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, shared> to !grid.buffer<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @one_block
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:    %[[S_1:.+]] = tile.generic ins(%[[S]]) : (tensor<32x32xf32>) -> tensor<32x32xf32> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32):
// CHECK-NEXT:      %[[Q:.+]] = math.exp %[[P]] : f32
// CHECK-NEXT:      tile.yield %[[Q]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<32x32xf32, dram>

// -----

// Matrices of a shared buffer stand one below the other: matrix n begins at row 32 n.

grid.kernel @stack(%A : !grid.buffer<4x32x64xbf16, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = grid.alloc : !grid.buffer<2x32x64xbf16, shared>
  grid.copy %A[%c0, %c0, %c0] sizes <1x32x64> to %s[%c0, %c0, %c0] sizes <1x32x64> : !grid.buffer<4x32x64xbf16, dram> to !grid.buffer<2x32x64xbf16, shared>
  grid.copy %A[%c1, %c0, %c0] sizes <1x32x64> to %s[%c1, %c0, %c0] sizes <1x32x64> : !grid.buffer<4x32x64xbf16, dram> to !grid.buffer<2x32x64xbf16, shared>
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %s[%n, %i, %j] : !grid.buffer<2x32x64xbf16, shared> -> bf16
    grid.store %p, %A[%n, %i, %j] : bf16, !grid.buffer<4x32x64xbf16, dram>
  }
}

// CHECK-LABEL: tile.kernel @stack
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<4x32x64xbf16, dram>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant 32 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]], %[[C0]]] : !tile.tensor<4x32x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[S_1:.+]] = tile.fill(0.000000e+00) : tensor<64x64xbf16>
// CHECK-NEXT:    %[[S_2:.+]] = tile.insert %[[S]], %[[S_1]][%[[C0]], %[[C0]]] : tensor<32x64xbf16>, tensor<64x64xbf16>
// CHECK-NEXT:    %[[S_3:.+]] = tile.load %[[A]][%[[C1]], %[[C0]], %[[C0]]] : !tile.tensor<4x32x64xbf16, dram> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[S_4:.+]] = tile.insert %[[S_3]], %[[S_2]][%[[C]], %[[C0]]] : tensor<32x64xbf16>, tensor<64x64xbf16>
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[N]], %[[C]] : index
// CHECK-NEXT:    %[[S_5:.+]] = tile.extract %[[S_4]][%[[MULI]], %[[C0]]] : tensor<64x64xbf16> -> tensor<32x64xbf16>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[S_5]]) : (tensor<32x64xbf16>) -> tensor<32x64xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      tile.yield %[[P]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[A]][%[[N]], %[[C0]], %[[C0]]] : tensor<32x64xbf16>, !tile.tensor<4x32x64xbf16, dram>
