// What loops carry: only what a turn reads of an earlier one, or what is read after the loop.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// A buffer that every turn writes before it reads is fresh in each: nothing is carried.

grid.kernel @fresh(%A : !grid.buffer<128x32xbf16, dram>, %B : !grid.buffer<128x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<128x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
    grid.copy %s[%c0, %c0] sizes <32x32> to %B[%at, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<128x32xbf16, dram>
  }
}

// CHECK-LABEL: tile.kernel @fresh
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xbf16, dram>, %[[B:.+]]: !tile.tensor<128x32xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]]
// CHECK-NEXT:      %[[S:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:      %[[MULI1:.+]] = arith.muli %[[K]], %[[C32]]
// CHECK-NEXT:      tile.store %[[S]], %[[B]][%[[MULI1]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<128x32xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// A buffer rewritten in a loop: what is stored after it is the last turn's.

grid.kernel @last_turn(%A : !grid.buffer<128x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %zero = arith.constant 0.0 : bf16
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  grid.fill %s, %zero : !grid.buffer<32x32xbf16, shared>, bf16
  scf.for %k = %c0 to %c4 step %c1 {
    %at = arith.muli %k, %c32 : index
    grid.copy %A[%at, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<128x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %B[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @last_turn
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x32xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[S:.+]] = tile.fill(0.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:    %[[S_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[S_2:.+]] = %[[S]]) -> (tensor<32x32xbf16>) {
// CHECK-NEXT:      %[[MULI:.+]] = arith.muli %[[K]], %[[C32]]
// CHECK-NEXT:      %[[S_3:.+]] = tile.load %[[A]][%[[MULI]], %[[C0]]] : !tile.tensor<128x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:      scf.yield %[[S_3]] : tensor<32x32xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// Two buffers that swap roles: both are carried, crosswise.

grid.kernel @swap(%A : !grid.buffer<32x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %two = arith.constant 2.0 : bf16
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %t = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %u = grid.alloc : !grid.buffer<32x32xbf16, shared>
  grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  grid.fill %t, %two : !grid.buffer<32x32xbf16, shared>, bf16
  scf.for %k = %c0 to %c4 step %c1 {
    grid.copy %s[%c0, %c0] sizes <32x32> to %u[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, shared>
    grid.copy %t[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, shared>
    grid.copy %u[%c0, %c0] sizes <32x32> to %t[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %B[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @swap
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x32xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:    %[[T:.+]] = tile.fill(2.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:    %[[S_1:.+]], %[[T_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[S_2:.+]] = %[[S]], %[[T_2:.+]] = %[[T]]) -> (tensor<32x32xbf16>, tensor<32x32xbf16>) {
// CHECK-NEXT:      scf.yield %[[T_2]], %[[S_2]] : tensor<32x32xbf16>, tensor<32x32xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// A first write inside a loop, a read after it: the loop starts from zeros that no turn reads.

grid.kernel @first_write(%A : !grid.buffer<32x32xbf16, dram>, %B : !grid.buffer<32x32xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  scf.for %k = %c0 to %c4 step %c1 {
    grid.copy %A[%c0, %c0] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  }
  grid.copy %s[%c0, %c0] sizes <32x32> to %B[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xbf16, shared> to !grid.buffer<32x32xbf16, dram>
}

// CHECK-LABEL: tile.kernel @first_write
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x32xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[S:.+]] = tile.fill(0.000000e+00) : tensor<32x32xbf16>
// CHECK-NEXT:    %[[S_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[S_2:.+]] = %[[S]]) -> (tensor<32x32xbf16>) {
// CHECK-NEXT:      %[[S_3:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:      scf.yield %[[S_3]] : tensor<32x32xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_1]], %[[B]][%[[C0]], %[[C0]]] : tensor<32x32xbf16>, !tile.tensor<32x32xbf16, dram>
// CHECK-NOT:     {{grid\.[a-z]}}

// -----

// A loop that runs once is its body: what it carries is what it begins with.

grid.kernel @once(%A : !grid.buffer<32x128xbf16, dram>, %C : !grid.buffer<32x32xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %c = grid.alloc : !grid.buffer<32x32xf32, fragment>
  grid.fill %c, %zero : !grid.buffer<32x32xf32, fragment>, f32
  scf.for %i = %c0 to %n step %c1 {
    scf.for %j = %c2 to %c3 step %c2 {
      scf.for %k = %c0 to %c1 step %c1 {
        grid.copy %A[%k, %j] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : !grid.buffer<32x128xbf16, dram> to !grid.buffer<32x32xbf16, shared>
        grid.gemm %s, %s, %c : !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xbf16, shared>, !grid.buffer<32x32xf32, fragment>
      }
    }
  }
  grid.copy %c[%c0, %c0] sizes <32x32> to %C[%c0, %c0] sizes <32x32> : !grid.buffer<32x32xf32, fragment> to !grid.buffer<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @once
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x128xbf16, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK:         %[[ZERO:.+]] = tile.fill(0.000000e+00) : tensor<32x32xf32>
// CHECK-NEXT:    %[[SUM:.+]] = scf.for %[[I:.+]] = %[[C0]] to %[[N]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (tensor<32x32xf32>) {
// CHECK-NEXT:      %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C2]]] : !tile.tensor<32x128xbf16, dram> -> tensor<32x32xbf16>
// CHECK-NEXT:      %[[NEXT:.+]] = tile.matmul %[[S]], %[[S]], %[[ACC]] : tensor<32x32xbf16>, tensor<32x32xbf16> -> tensor<32x32xf32>
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[SUM]], %[[C]]
