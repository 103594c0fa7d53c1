// Vectors, elements and places in bodies of T.Parallel.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// What one index does not name is repeated over it: a row down, a column across, an element
// everywhere. %W lies as a row and is turned; %c lies as a column, and what was turned to be one is
// as it was.

grid.kernel @every_way(%V : !grid.buffer<64xf32, dram>, %W : !grid.buffer<32xf32, dram>, %S : !grid.buffer<1xf32, dram>, %B : !grid.buffer<32x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c = grid.alloc {layout = [0, -1]} : !grid.buffer<64xf32, fragment>
  grid.copy %V[%c0] sizes <64> to %c[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, fragment>
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %V[%j] : !grid.buffer<64xf32, dram> -> f32
    %q = grid.load %W[%i] : !grid.buffer<32xf32, dram> -> f32
    %r = grid.load %S[%c0] : !grid.buffer<1xf32, dram> -> f32
    %s = grid.load %c[%j] : !grid.buffer<64xf32, fragment> -> f32
    %t = arith.addf %p, %q : f32
    %u = arith.addf %t, %r : f32
    %v = arith.addf %u, %s : f32
    grid.store %v, %B[%i, %j] : f32, !grid.buffer<32x64xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @every_way
// CHECK-SAME:    (%[[V:.+]]: !tile.tensor<64xf32, dram>, %[[W:.+]]: !tile.tensor<32xf32, dram>, %[[S:.+]]: !tile.tensor<1xf32, dram>, %[[B:.+]]: !tile.tensor<32x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[V_1:.+]] = tile.load %[[V]][%[[C0]]] : !tile.tensor<64xf32, dram> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[V_2:.+]] = tile.load %[[V]][%[[C0]]] : !tile.tensor<64xf32, dram> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[V_3:.+]] = tile.broadcast "rows" %[[V_2]] : tensor<1x64xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[W_1:.+]] = tile.load %[[W]][%[[C0]]] : !tile.tensor<32xf32, dram> -> tensor<1x32xf32>
// CHECK-NEXT:    %[[W_2:.+]] = tile.transpose %[[W_1]] : tensor<1x32xf32> -> tensor<32x1xf32>
// CHECK-NEXT:    %[[W_3:.+]] = tile.broadcast "cols" %[[W_2]] : tensor<32x1xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[S_1:.+]] = tile.load %[[S]][%[[C0]]] : !tile.tensor<1xf32, dram> -> tensor<1x1xf32>
// CHECK-NEXT:    %[[S_2:.+]] = tile.broadcast "scalar" %[[S_1]] : tensor<1x1xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[C:.+]] = tile.broadcast "rows" %[[V_1]] : tensor<1x64xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[V_3]], %[[W_3]], %[[S_2]], %[[C]]) : (tensor<32x64xf32>, tensor<32x64xf32>, tensor<32x64xf32>, tensor<32x64xf32>) -> tensor<32x64xf32> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32, %[[Q:.+]]: f32, %[[R:.+]]: f32, %[[S_3:.+]]: f32):
// CHECK-NEXT:      %[[T:.+]] = arith.addf %[[P]], %[[Q]] : f32
// CHECK-NEXT:      %[[U:.+]] = arith.addf %[[T]], %[[R]] : f32
// CHECK-NEXT:      %[[V_4:.+]] = arith.addf %[[U]], %[[S_3]] : f32
// CHECK-NEXT:      tile.yield %[[V_4]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x64xf32>, !tile.tensor<32x64xf32, dram>

// -----

// A loop over one extent runs the way that was found for it: nothing is turned.

grid.kernel @down(%A : !grid.buffer<64x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %m = grid.alloc {layout = [0, -1]} : !grid.buffer<64xf32, fragment>
  grid.parallel (%i) in (64) {
    %p = grid.load %A[%i, %c0] : !grid.buffer<64x96xf32, dram> -> f32
    %q = math.exp %p : f32
    grid.store %q, %m[%i] : f32, !grid.buffer<64xf32, fragment>
  } {line = "column"}
  grid.parallel (%i, %j) in (64, 96) {
    %p = grid.load %m[%i] : !grid.buffer<64xf32, fragment> -> f32
    grid.store %p, %A[%i, %j] : f32, !grid.buffer<64x96xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @down
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x96xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xf32, dram> -> tensor<64x1xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.generic ins(%[[A_1]]) : (tensor<64x1xf32>) -> tensor<64x1xf32> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32):
// CHECK-NEXT:      %[[Q:.+]] = math.exp %[[P]] : f32
// CHECK-NEXT:      tile.yield %[[Q]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[M_1:.+]] = tile.broadcast "cols" %[[M]] : tensor<64x1xf32> -> tensor<64x96xf32>
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[M_1]]) : (tensor<64x96xf32>) -> tensor<64x96xf32> {
// CHECK-NEXT:    ^bb0(%[[P_1:.+]]: f32):
// CHECK-NEXT:      tile.yield %[[P_1]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[A]][%[[C0]], %[[C0]]] : tensor<64x96xf32>, !tile.tensor<64x96xf32, dram>

// -----

// The first row of a block is a part of it; the loop over %k extends over it by an offset.

grid.kernel @of_a_block(%A : !grid.buffer<64x64xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %s = grid.alloc : !grid.buffer<64x64xf32, shared>
  %t = grid.alloc : !grid.buffer<32x64xf32, shared>
  grid.copy %A[%c0, %c0] sizes <64x64> to %s[%c0, %c0] sizes <64x64> : !grid.buffer<64x64xf32, dram> to !grid.buffer<64x64xf32, shared>
  grid.parallel (%i, %j) in (32, 64) {
    %half = arith.divui %n, %c32 : index
    %base = arith.muli %half, %c32 : index
    %row = arith.addi %base, %i : index
    %p = grid.load %s[%row, %j] : !grid.buffer<64x64xf32, shared> -> f32
    %q = grid.load %s[%c0, %j] : !grid.buffer<64x64xf32, shared> -> f32
    %r = arith.addf %p, %q : f32
    grid.store %r, %t[%i, %j] : f32, !grid.buffer<32x64xf32, shared>
  }
  grid.copy %t[%c0, %c0] sizes <32x64> to %A[%c0, %c0] sizes <32x64> : !grid.buffer<32x64xf32, shared> to !grid.buffer<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @of_a_block
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xf32, dram>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> tensor<64x64xf32>
// CHECK-NEXT:    %[[HALF:.+]] = arith.divui %[[N]], %[[C32]] : index
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[HALF]], %[[C32]] : index
// CHECK-NEXT:    %[[S_1:.+]] = tile.extract %[[S]][%[[MULI]], %[[C0]]] : tensor<64x64xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[S_2:.+]] = tile.extract %[[S]][%[[C0]], %[[C0]]] : tensor<64x64xf32> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[S_3:.+]] = tile.broadcast "rows" %[[S_2]] : tensor<1x64xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[T:.+]] = tile.generic ins(%[[S_1]], %[[S_3]]) : (tensor<32x64xf32>, tensor<32x64xf32>) -> tensor<32x64xf32> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: f32, %[[Q:.+]]: f32):
// CHECK-NEXT:      %[[R:.+]] = arith.addf %[[P]], %[[Q]] : f32
// CHECK-NEXT:      tile.yield %[[R]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[T]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x64xf32>, !tile.tensor<64x64xf32, dram>

// -----

// An index as a value is its place in the block; a comparison of indices is one with 0. What does
// not depend on the element is computed in front of the body.

grid.kernel @places(%B : !grid.buffer<32x64xi32, dram>, %x : index, %y : index) {
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  grid.parallel (%i, %j) in (32, 64) {
    %r = arith.muli %x, %c32 : index
    %row = arith.addi %r, %i : index
    %twice = arith.addi %j, %j : index
    %past = arith.subi %row, %twice : index
    %p = arith.index_cast %past : index to i32
    %z = arith.divui %y, %c3 : index
    %q = arith.index_cast %z : index to i32
    %is = arith.cmpi sge, %row, %twice : index
    %s = arith.select %is, %p, %q : i32
    grid.store %s, %B[%i, %j] : i32, !grid.buffer<32x64xi32, dram>
  }
}

// CHECK-LABEL: tile.kernel @places
// CHECK-SAME:    (%[[B:.+]]: !tile.tensor<32x64xi32, dram>, %[[X:.+]]: index, %[[Y:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[MULI:.+]] = arith.muli %[[X]], %[[C32]] : index
// CHECK-NEXT:    %[[Z:.+]] = arith.divui %[[Y]], %[[C3]] : index
// CHECK-NEXT:    %[[MULI_1:.+]] = arith.muli %[[X]], %[[C32]] : index
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins() : () -> tensor<32x64xi32> {
// CHECK-NEXT:      %[[INDEX:.+]] = tile.index <1, -2> %[[MULI]]
// CHECK-NEXT:      %[[P:.+]] = arith.index_cast %[[INDEX]] : index to i32
// CHECK-NEXT:      %[[INDEX_1:.+]] = tile.index <0, 0> %[[Z]]
// CHECK-NEXT:      %[[Q:.+]] = arith.index_cast %[[INDEX_1]] : index to i32
// CHECK-NEXT:      %[[INDEX_2:.+]] = tile.index <1, -2> %[[MULI_1]]
// CHECK-NEXT:      %[[IS:.+]] = arith.cmpi sge, %[[INDEX_2]], %[[C]] : index
// CHECK-NEXT:      %[[S:.+]] = arith.select %[[IS]], %[[P]], %[[Q]] : i32
// CHECK-NEXT:      tile.yield %[[S]] : i32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C]], %[[C]]] : tensor<32x64xi32>, !tile.tensor<32x64xi32, dram>

// -----

// What is no sum of indices is computed in 32 bits, of the places that are.

grid.kernel @computed_places(%B : !grid.buffer<32x64xi32, dram>, %x : index) {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  grid.parallel (%i, %j) in (32, 64) {
    %r = arith.muli %x, %c32 : index
    %row = arith.addi %r, %i : index
    %half = arith.floordivsi %row, %c2 : index
    %rest = arith.remsi %j, %c3 : index
    %sum = arith.addi %half, %rest : index
    %p = arith.index_cast %sum : index to i32
    %is = arith.cmpi eq, %rest, %x : index
    %q = arith.select %is, %p, %p : i32
    grid.store %q, %B[%i, %j] : i32, !grid.buffer<32x64xi32, dram>
  }
}

// CHECK-LABEL: tile.kernel @computed_places
// CHECK-SAME:    (%[[B:.+]]: !tile.tensor<32x64xi32, dram>, %[[X:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C3:.+]] = arith.constant 3 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[MULI:.+]] = arith.muli %[[X]], %[[C32]] : index
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins() : () -> tensor<32x64xi32> {
// CHECK-NEXT:      %[[INDEX:.+]] = tile.index <1, 0> %[[MULI]]
// CHECK-NEXT:      %[[INDEX_CAST:.+]] = arith.index_cast %[[INDEX]] : index to i32
// CHECK-NEXT:      %[[INDEX_1:.+]] = tile.index <0, 0> %[[C2]]
// CHECK-NEXT:      %[[INDEX_CAST_1:.+]] = arith.index_cast %[[INDEX_1]] : index to i32
// CHECK-NEXT:      %[[FLOORDIVSI:.+]] = arith.floordivsi %[[INDEX_CAST]], %[[INDEX_CAST_1]] : i32
// CHECK-NEXT:      %[[INDEX_2:.+]] = tile.index <0, 1> %[[C]]
// CHECK-NEXT:      %[[INDEX_CAST_2:.+]] = arith.index_cast %[[INDEX_2]] : index to i32
// CHECK-NEXT:      %[[INDEX_3:.+]] = tile.index <0, 0> %[[C3]]
// CHECK-NEXT:      %[[INDEX_CAST_3:.+]] = arith.index_cast %[[INDEX_3]] : index to i32
// CHECK-NEXT:      %[[REMUI:.+]] = arith.remui %[[INDEX_CAST_2]], %[[INDEX_CAST_3]] : i32
// CHECK-NEXT:      %[[P:.+]] = arith.addi %[[FLOORDIVSI]], %[[REMUI]] : i32
// CHECK-NEXT:      %[[INDEX_4:.+]] = tile.index <0, 1> %[[C]]
// CHECK-NEXT:      %[[INDEX_CAST_4:.+]] = arith.index_cast %[[INDEX_4]] : index to i32
// CHECK-NEXT:      %[[INDEX_5:.+]] = tile.index <0, 0> %[[C3]]
// CHECK-NEXT:      %[[INDEX_CAST_5:.+]] = arith.index_cast %[[INDEX_5]] : index to i32
// CHECK-NEXT:      %[[REMUI_1:.+]] = arith.remui %[[INDEX_CAST_4]], %[[INDEX_CAST_5]] : i32
// CHECK-NEXT:      %[[INDEX_6:.+]] = tile.index <0, 0> %[[X]]
// CHECK-NEXT:      %[[INDEX_CAST_6:.+]] = arith.index_cast %[[INDEX_6]] : index to i32
// CHECK-NEXT:      %[[IS:.+]] = arith.cmpi eq, %[[REMUI_1]], %[[INDEX_CAST_6]] : i32
// CHECK-NEXT:      %[[Q:.+]] = arith.select %[[IS]], %[[P]], %[[P]] : i32
// CHECK-NEXT:      tile.yield %[[Q]] : i32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C]], %[[C]]] : tensor<32x64xi32>, !tile.tensor<32x64xi32, dram>

// -----

// Scalar parameters and variables come from around the body.

grid.kernel @scalars(%B : !grid.buffer<32x64xf32, dram>, %alpha : f32, %n : i32) {
  %c0 = arith.constant 0 : index
  %v = grid.alloc : !grid.buffer<1xi32, var>
  %s = grid.alloc : !grid.buffer<32x64xf32, shared>
  grid.store %n, %v[%c0] : i32, !grid.buffer<1xi32, var>
  grid.fill %s, %alpha : !grid.buffer<32x64xf32, shared>, f32
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %v[%c0] : !grid.buffer<1xi32, var> -> i32
    %q = arith.sitofp %p : i32 to f32
    %r = grid.load %s[%i, %j] : !grid.buffer<32x64xf32, shared> -> f32
    %t = arith.addf %q, %r : f32
    grid.store %t, %B[%i, %j] : f32, !grid.buffer<32x64xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @scalars
// CHECK-SAME:    (%[[B:.+]]: !tile.tensor<32x64xf32, dram>, %[[ALPHA:.+]]: f32, %[[N:.+]]: i32)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.generic ins() : () -> tensor<32x64xf32> {
// CHECK-NEXT:      tile.yield %[[ALPHA]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[GENERIC:.+]] = tile.generic ins(%[[S]]) : (tensor<32x64xf32>) -> tensor<32x64xf32> {
// CHECK-NEXT:    ^bb0(%[[R:.+]]: f32):
// CHECK-NEXT:      %[[Q:.+]] = arith.sitofp %[[N]] : i32 to f32
// CHECK-NEXT:      %[[T:.+]] = arith.addf %[[Q]], %[[R]] : f32
// CHECK-NEXT:      tile.yield %[[T]] : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[GENERIC]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x64xf32>, !tile.tensor<32x64xf32, dram>

// -----

// A loop that stores nothing leaves nothing.

grid.kernel @nothing(%A : !grid.buffer<32x64xf32, dram>) {
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %A[%i, %j] : !grid.buffer<32x64xf32, dram> -> f32
    %q = math.exp %p : f32
  }
}

// CHECK-LABEL: tile.kernel @nothing
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xf32, dram>)
// CHECK-NOT:     {{= tile\.}}
