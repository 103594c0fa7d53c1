// Branches give what either of their ways writes, and loops carry scalars.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// Both ways of a branch write %s; %t is written by one, so the other gives what it was. Neither
// result is needed where nobody looks: %u is of use to one way only.

grid.kernel @ways(%A : !grid.buffer<32x32xbf16, dram>, %n : i32) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %two = arith.constant 2.0 : bf16
  %three = arith.constant 3.0 : bf16
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %t = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %u = grid.alloc : !grid.buffer<32x32xbf16, shared>
  grid.fill %t, %two : !grid.buffer<32x32xbf16, shared>, bf16
  %is = arith.cmpi eq, %n, %zero : i32
  scf.if %is {
    grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
    grid.copy %s[%c0, %c0] sizes <32x32> to %u[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, shared>
    grid.copy %u[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
  } else {
    grid.fill %s, %two : !grid.buffer<32x32xbf16, shared>, bf16
    grid.fill %t, %three : !grid.buffer<32x32xbf16, shared>, bf16
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
  grid.copy %t[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @ways
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[N:.+]]: i32)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[ZERO:.+]] = arith.constant 0 : i32
// CHECK-NEXT:    %[[T:.+]] = tile.fill(2.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:    %[[IS:.+]] = arith.cmpi eq, %[[N]], %[[ZERO]] : i32
// CHECK-NEXT:    %[[S:.+]], %[[T_1:.+]] = scf.if %[[IS]] -> (tensor<32x32xbf16>, tensor<32x32xbf16>) {
// CHECK-NEXT:      %[[S_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:      tile.store %[[S_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
// CHECK-NEXT:      scf.yield %[[S_1]], %[[T]] : tensor<32x32xbf16>, tensor<32x32xbf16>
// CHECK-NEXT:    } else {
// CHECK-NEXT:      %[[S_2:.+]] = tile.fill(2.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:      %[[T_2:.+]] = tile.fill(3.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:      scf.yield %[[S_2]], %[[T_2]] : tensor<32x32xbf16>, tensor<32x32xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
// CHECK-NEXT:    tile.store %[[T_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>

// -----

// A branch in a loop: the accumulator that it may change is carried past it.

grid.kernel @sometimes(%A : !grid.buffer<128x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %zero = arith.constant 0.0 : f32
  %s = grid.alloc : !grid.buffer<32x32xf32, shared>
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment>
  grid.fill %c, %zero : !grid.buffer<32x32xf32, fragment>, f32
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<128x32xf32, dram> to !grid.buffer<32x32xf32, shared>
    %is = arith.cmpi ne, %k, %c1 : index
    scf.if %is {
      grid.gemm %s, %s, %c : !grid.buffer<32x32xf32, shared>, !grid.buffer<32x32xf32, shared>, !grid.buffer<32x32xf32, fragment>
    }
  }
  grid.copy %c[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, fragment> to !grid.buffer<128x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @sometimes
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[C:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[C_2:.+]] = %[[C]]) -> (tensor<32x32xf32>) {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]] : index
// CHECK-NEXT:      %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[IS:.+]] = arith.cmpi ne, %[[K]], %[[C1]] : index
// CHECK-NEXT:      %[[C_3:.+]] = scf.if %[[IS]] -> (tensor<32x32xf32>) {
// CHECK-NEXT:        %[[C_4:.+]] = tile.matmul %[[S]], %[[S]], %[[C_2]] : tensor<32x32xf32>, tensor<32x32xf32> -> tensor<32x32xf32>
// CHECK-NEXT:        scf.yield %[[C_4]] : tensor<32x32xf32>
// CHECK-NEXT:      } else {
// CHECK-NEXT:        scf.yield %[[C_2]] : tensor<32x32xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[C_3]] : tensor<32x32xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x32xf32, dram>

// -----

// The fill of the first turn moves in front of the loop, under any name of the buffer.

grid.kernel @first(%A : !grid.buffer<128x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  %s = grid.alloc : !grid.buffer<32x32xf32, shared>
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment>
  scf.for %k = %c2 to %c4 step %c1 {
    grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<128x32xf32, dram> to !grid.buffer<32x32xf32, shared>
    %is = arith.cmpi eq, %c2, %k : index
    scf.if %is {
      grid.fill %c, %zero : !grid.buffer<32x32xf32, fragment>, f32
    }
    grid.gemm %s, %s, %c : !grid.buffer<32x32xf32, shared>, !grid.buffer<32x32xf32, shared>, !grid.buffer<32x32xf32, fragment>
  }
  grid.copy %c[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, fragment> to !grid.buffer<128x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @first
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[C:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C2]] to %[[C4]] step %[[C1]] iter_args(%[[C_2:.+]] = %[[C]]) -> (tensor<32x32xf32>) {
// CHECK-NEXT:      %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<128x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[C_3:.+]] = tile.matmul %[[S]], %[[S]], %[[C_2]] : tensor<32x32xf32>, tensor<32x32xf32> -> tensor<32x32xf32>
// CHECK-NEXT:      scf.yield %[[C_3]] : tensor<32x32xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C_1]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x32xf32, dram>

// -----

// It stays where the turn has used the buffer before it, and where another turn is asked for.

grid.kernel @not_first(%A : !grid.buffer<128x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment>
  %d = grid.alloc : !grid.buffer<32x32xf32, fragment>
  grid.fill %c, %one : !grid.buffer<32x32xf32, fragment>, f32
  grid.fill %d, %one : !grid.buffer<32x32xf32, fragment>, f32
  %v = grid.reshape %c : !grid.buffer<32x32xf32, fragment> to !grid.buffer<1x32x32xf32, fragment>
  scf.for %k = %c0 to %c4 step %c1 {
    grid.copy %v[%c0, %c0, %c0] sizes <1x32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<1x32x32xf32, fragment> to !grid.buffer<128x32xf32, dram>
    %is = arith.cmpi eq, %k, %c0 : index
    scf.if %is {
      grid.fill %c, %zero : !grid.buffer<32x32xf32, fragment>, f32
    }
    grid.copy %d[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, fragment> to !grid.buffer<128x32xf32, dram>
    %second = arith.cmpi eq, %k, %c1 : index
    scf.if %second {
      grid.fill %d, %zero : !grid.buffer<32x32xf32, fragment>, f32
    }
  }
}

// CHECK-LABEL: tile.kernel @not_first
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[C:.+]] = tile.fill(1.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[D:.+]] = tile.fill(1.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[C_1:.+]], %[[D_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[C_2:.+]] = %[[C]], %[[D_2:.+]] = %[[D]]) -> (tensor<32x32xf32>, tensor<32x32xf32>) {
// CHECK-NEXT:      tile.store %[[C_2]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x32xf32, dram>
// CHECK-NEXT:      %[[IS:.+]] = arith.cmpi eq, %[[K]], %[[C0]] : index
// CHECK-NEXT:      %[[C_3:.+]] = scf.if %[[IS]] -> (tensor<32x32xf32>) {
// CHECK-NEXT:        %[[C_4:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:        scf.yield %[[C_4]] : tensor<32x32xf32>
// CHECK-NEXT:      } else {
// CHECK-NEXT:        scf.yield %[[C_2]] : tensor<32x32xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      tile.store %[[D_2]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x32xf32, dram>
// CHECK-NEXT:      %[[SECOND:.+]] = arith.cmpi eq, %[[K]], %[[C1]] : index
// CHECK-NEXT:      %[[D_3:.+]] = scf.if %[[SECOND]] -> (tensor<32x32xf32>) {
// CHECK-NEXT:        %[[D_4:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:        scf.yield %[[D_4]] : tensor<32x32xf32>
// CHECK-NEXT:      } else {
// CHECK-NEXT:        scf.yield %[[D_2]] : tensor<32x32xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[C_3]], %[[D_3]] : tensor<32x32xf32>, tensor<32x32xf32>
// CHECK-NEXT:    }

// -----

// Variables are scalars that loops carry and branches give; the shift by a variable is an index.

grid.kernel @variables(%A : !grid.buffer<128x32xf32, dram>, %n : i32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %s = grid.alloc : !grid.buffer<32x32xf32, shared>
  %v = grid.alloc : !grid.buffer<1xi32, var>
  grid.store %zero, %v[%c0] : i32, !grid.buffer<1xi32, var>
  scf.for %k = %c0 to %c4 step %c1 {
    %old = grid.load %v[%c0] : !grid.buffer<1xi32, var> -> i32
    %few = arith.cmpi slt, %old, %n : i32
    scf.if %few {
      %new = arith.addi %old, %one : i32
      grid.store %new, %v[%c0] : i32, !grid.buffer<1xi32, var>
    }
    grid.parallel (%i, %j) in (32, 32) {
      %p = grid.load %v[%c0] : !grid.buffer<1xi32, var> -> i32
      %q = arith.index_cast %p : i32 to index
      %r = arith.muli %q, %c32 : index
      %row = arith.addi %r, %i : index
      %x = grid.load %A[%row, %j] : !grid.buffer<128x32xf32, dram> -> f32
      grid.store %x, %s[%i, %j] : f32, !grid.buffer<32x32xf32, shared>
    }
    grid.copy %s[%c0, %c0] sizes <32x32> to %A[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, shared> to !grid.buffer<128x32xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @variables
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xf32, dram>, %[[N:.+]]: i32)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[ZERO:.+]] = arith.constant 0 : i32
// CHECK-NEXT:    %[[ONE:.+]] = arith.constant 1 : i32
// CHECK-NEXT:    %[[V:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[V_1:.+]] = %[[ZERO]]) -> (i32) {
// CHECK-NEXT:      %[[FEW:.+]] = arith.cmpi slt, %[[V_1]], %[[N]] : i32
// CHECK-NEXT:      %[[V_2:.+]] = scf.if %[[FEW]] -> (i32) {
// CHECK-NEXT:        %[[NEW:.+]] = arith.addi %[[V_1]], %[[ONE]] : i32
// CHECK-NEXT:        scf.yield %[[NEW]] : i32
// CHECK-NEXT:      } else {
// CHECK-NEXT:        scf.yield %[[V_1]] : i32
// CHECK-NEXT:      }
// CHECK-NEXT:      %[[Q:.+]] = arith.index_cast %[[V_2]] : i32 to index
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[Q]], %[[C32]] : index
// CHECK-NEXT:      %[[A_1:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x32xf32, dram> -> tensor<32x32xf32>
// CHECK-NEXT:      %[[S:.+]] = tile.generic ins(%[[A_1]]) : (tensor<32x32xf32>) -> tensor<32x32xf32> {
// CHECK-NEXT:      ^bb0(%[[X:.+]]: f32):
// CHECK-NEXT:        tile.yield %[[X]] : f32
// CHECK-NEXT:      }
// CHECK-NEXT:      tile.store %[[S]], %[[A]][%[[C0]], %[[C0]]] : tensor<32x32xf32>, !tile.tensor<128x32xf32, dram>
// CHECK-NEXT:      scf.yield %[[V_2]] : i32
// CHECK-NEXT:    }
