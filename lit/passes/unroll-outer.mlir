// What extends over three dimensions becomes one op for each index of one of them.

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

// -----

// A reduction is one of each block; along the outer dimension it stays whole.

grid.kernel @reductions() {
  %x = grid.alloc : !grid.buffer<2x40x64xf32, fragment>
  %m = grid.alloc : !grid.buffer<2x40xf32, fragment>
  %n = grid.alloc : !grid.buffer<40x64xf32, fragment>
  grid.reduce "max" %x, %m {dim = 2 : i64} : !grid.buffer<2x40x64xf32, fragment>, !grid.buffer<2x40xf32, fragment>
  grid.reduce "sum" %x, %n {dim = 0 : i64, clear} : !grid.buffer<2x40x64xf32, fragment>, !grid.buffer<40x64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @reductions
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %x = grid.alloc {stack = [0 : i64]} : !grid.buffer<2x40x64xf32, fragment>
// CHECK-NEXT:    %m = grid.alloc {stack = [0 : i64]} : !grid.buffer<2x40xf32, fragment>
// CHECK-NEXT:    %n = grid.alloc : !grid.buffer<40x64xf32, fragment>
// CHECK-NEXT:    %[[X:.+]] = grid.alloc : !grid.buffer<40x64xf32, fragment>
// CHECK-NEXT:    grid.copy %x[%[[C0]], %[[C0]], %[[C0]]] sizes <1x40x64> to %[[X]][%[[C0]], %[[C0]]] sizes <40x64>
// CHECK-NEXT:    %[[M:.+]] = grid.alloc : !grid.buffer<40xf32, fragment>
// CHECK-NEXT:    grid.copy %m[%[[C0]], %[[C0]]] sizes <1x40> to %[[M]][%[[C0]]] sizes <40>
// CHECK-NEXT:    grid.reduce "max" %[[X]], %[[M]] {dim = 1 : i64}
// CHECK-NEXT:    grid.copy %[[M]][%[[C0]]] sizes <40> to %m[%[[C0]], %[[C0]]] sizes <1x40>
// CHECK:         grid.copy %x[%[[C1]], %[[C0]], %[[C0]]] sizes <1x40x64>
// CHECK:         grid.reduce "sum" %x, %n {dim = 0 : i64, clear}

// -----

// What meets a stack line by line is a stack; what a product reads is put together.

grid.kernel @lines() {
  %x = grid.alloc : !grid.buffer<2x40x64xf32, fragment>
  %m = grid.alloc : !grid.buffer<2x40xf32, fragment>
  %w = grid.alloc : !grid.buffer<40x64xf32, shared>
  %c = grid.alloc : !grid.buffer<2x64xf32, fragment>
  grid.parallel (%s, %i) in (2, 40) {
    %p = grid.load %m[%s, %i] : !grid.buffer<2x40xf32, fragment> -> f32
    %q = math.exp %p : f32
    grid.store %q, %m[%s, %i] : f32, !grid.buffer<2x40xf32, fragment>
  }
  grid.parallel (%s, %i, %j) in (2, 40, 64) {
    %p = grid.load %x[%s, %i, %j] : !grid.buffer<2x40x64xf32, fragment> -> f32
    %q = grid.load %m[%s, %i] : !grid.buffer<2x40xf32, fragment> -> f32
    %r = arith.mulf %p, %q : f32
    grid.store %r, %x[%s, %i, %j] : f32, !grid.buffer<2x40x64xf32, fragment>
  }
  grid.gemm %m, %w, %c : !grid.buffer<2x40xf32, fragment>, !grid.buffer<40x64xf32, shared>, !grid.buffer<2x64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @lines
// CHECK:         %m = grid.alloc {stack = [0 : i64]}
// CHECK:         %c = grid.alloc : !grid.buffer<2x64xf32, fragment>
// CHECK-NEXT:    grid.parallel (%{{.*}}) in (1, 40) {
// CHECK:         grid.parallel (%{{.*}}) in (1, 40) {
// CHECK:         grid.parallel (%{{.*}}) in (1, 40, 64) {
// CHECK:         grid.parallel (%{{.*}}) in (1, 40, 64) {
// CHECK:         %[[M:.+]] = grid.alloc : !grid.buffer<2x40xf32, fragment>
// CHECK-NEXT:    grid.parallel (%[[S:.+]], %[[I:.+]]) in (2, 40) {
// CHECK-NEXT:      %[[A:.+]] = grid.load %m[%{{.+}}, %[[I]]]
// CHECK-NEXT:      %[[B:.+]] = grid.load %m[%[[ONE:.+]], %[[I]]]
// CHECK-NEXT:      %[[HERE:.+]] = arith.cmpi eq, %[[S]], %[[ONE]] : index
// CHECK-NEXT:      %[[V:.+]] = arith.select %[[HERE]], %[[B]], %[[A]] : f32
// CHECK-NEXT:      grid.store %[[V]], %[[M]][%[[S]], %[[I]]]
// CHECK:         grid.gemm %[[M]], %w, %c

// -----

// Rows that fill tiles are one block with those of the other matrices; so are columns of vectors.

grid.kernel @joined() {
  %x = grid.alloc : !grid.buffer<2x32x64xf32, fragment>
  %m = grid.alloc : !grid.buffer<2x32xf32, fragment>
  %v = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.reduce "max" %x, %m {dim = 2 : i64} : !grid.buffer<2x32x64xf32, fragment>, !grid.buffer<2x32xf32, fragment>
  grid.parallel (%s, %i, %j) in (2, 32, 64) {
    %p = grid.load %x[%s, %i, %j] : !grid.buffer<2x32x64xf32, fragment> -> f32
    %q = grid.load %m[%s, %i] : !grid.buffer<2x32xf32, fragment> -> f32
    %r = grid.load %v[%j] : !grid.buffer<64xf32, fragment> -> f32
    %t = arith.mulf %p, %q : f32
    %u = arith.addf %t, %r : f32
    grid.store %u, %x[%s, %i, %j] : f32, !grid.buffer<2x32x64xf32, fragment>
  }
  grid.cumsum %x, %x {dim = 2 : i64, reverse} : !grid.buffer<2x32x64xf32, fragment>, !grid.buffer<2x32x64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @joined
// CHECK:         %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %x = grid.alloc {stack = [0 : i64]} : !grid.buffer<2x32x64xf32, fragment>
// CHECK-NEXT:    %[[X:.+]] = grid.reshape %x : {{.+}} to !grid.buffer<64x64xf32, fragment>
// CHECK-NEXT:    %m = grid.alloc {stack = [0 : i64], is_column} : !grid.buffer<2x32xf32, fragment>
// CHECK-NEXT:    %[[M:.+]] = grid.reshape %m : {{.+}} to !grid.buffer<64x1xf32, fragment>
// CHECK:         grid.reduce "max" %[[X]], %[[M]] {dim = 1 : i64}
// CHECK-NEXT:    grid.parallel (%[[R:.+]], %[[J:.+]]) in (64, 64) {
// CHECK-NEXT:      %{{.+}} = grid.load %[[X]][%[[R]], %[[J]]]
// CHECK-NEXT:      %{{.+}} = grid.load %[[M]][%[[R]], %[[C0]]]
// CHECK-NEXT:      %{{.+}} = grid.load %v[%[[J]]]
// CHECK:           grid.store %{{.+}}, %[[X]][%[[R]], %[[J]]]
// CHECK:         grid.cumsum %[[X]], %[[X]] {dim = 1 : i64, reverse}

// -----

// More than two blocks that meet lines are a loop.

grid.kernel @many() {
  %x = grid.alloc : !grid.buffer<3x32x64xf32, fragment>
  %n = grid.alloc : !grid.buffer<3x64xf32, fragment>
  grid.reduce "max" %x, %n {dim = 1 : i64, clear} : !grid.buffer<3x32x64xf32, fragment>, !grid.buffer<3x64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @many
// CHECK:         scf.for %[[S:.+]] = %{{.+}} to %{{.+}} step %{{.+}} {
// CHECK:           grid.copy %x[%[[S]], %{{.+}}, %{{.+}}] sizes <1x32x64>
// CHECK:           grid.reduce "max" %{{.+}}, %{{.+}} {dim = 0 : i64, clear}
// CHECK:           grid.copy %{{.+}} to %n[%[[S]], %{{.+}}] sizes <1x64>

// -----

// A line that a loop chooses does not begin a tile: each is a block of its own.

grid.kernel @chosen() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %m = grid.alloc : !grid.buffer<8x32xf32, fragment>
  %v = grid.alloc : !grid.buffer<32xf32, fragment>
  scf.for %k = %c0 to %c8 step %c1 {
    grid.copy %v[%c0] sizes <32> to %m[%k, %c0] sizes <1x32> : !grid.buffer<32xf32, fragment> to !grid.buffer<8x32xf32, fragment>
  }
}
// CHECK-LABEL: grid.kernel @chosen
// CHECK:         %m = grid.alloc {stack = [0 : i64]}
// CHECK:         grid.copy %v[%c0] sizes <32> to %m[%k, %c0] sizes <1x32>

// -----

// More than sixteen copies of an op are a loop.

grid.kernel @loop(%A : !grid.buffer<100x32x64xf32, dram>) {
  grid.parallel (%b, %i, %j) in (100, 32, 64) {
    %p = grid.load %A[%b, %i, %j] : !grid.buffer<100x32x64xf32, dram> -> f32
    grid.store %p, %A[%b, %i, %j] : f32, !grid.buffer<100x32x64xf32, dram>
  }
}
// CHECK-LABEL: grid.kernel @loop
// CHECK:         scf.for %[[S:.+]] = %{{.+}} to %{{.+}} step %{{.+}} {
// CHECK-NEXT:      grid.parallel (%b, %i, %j) in (1, 32, 64) {
// CHECK-NEXT:        %{{.+}} = grid.load %A[%[[S]], %i, %j]
// CHECK-NEXT:        grid.store %{{.+}}, %A[%[[S]], %i, %j]

// -----

// Matrices of 2 rows of a view are no whole tiles; what has an index of theirs fixed is.

grid.kernel @heads(%A : !grid.buffer<64x2x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = grid.alloc : !grid.buffer<64x64xf32, shared>
  %s = grid.reshape %x : !grid.buffer<64x64xf32, shared> to !grid.buffer<64x2x32xf32, shared>
  grid.copy %A[%c0, %c0, %c0] sizes <64x2x32> to %s[%c0, %c0, %c0] sizes <64x2x32> : !grid.buffer<64x2x32xf32, dram> to !grid.buffer<64x2x32xf32, shared>
  grid.parallel (%i, %h, %j) in (64, 2, 32) {
    %p = grid.load %s[%i, %h, %j] : !grid.buffer<64x2x32xf32, shared> -> f32
    %q = math.exp %p : f32
    grid.store %q, %s[%i, %h, %j] : f32, !grid.buffer<64x2x32xf32, shared>
  }
}
// CHECK-LABEL: grid.kernel @heads
// CHECK:         grid.copy %A[%c0, %c0, %c0] sizes <64x1x32> to %s[%c0, %c0, %c0] sizes <64x1x32>
// CHECK-NEXT:    grid.copy %A[%c0, %[[C1:.+]], %c0] sizes <64x1x32> to %s[%c0, %[[C1]], %c0] sizes <64x1x32>
// CHECK-NEXT:    grid.parallel (%i, %h, %j) in (64, 1, 32) {
// CHECK-NEXT:      %p = grid.load %s[%i, %c0, %j]
// CHECK:         grid.parallel (%{{.+}}, %{{.+}}, %{{.+}}) in (64, 1, 32) {
// CHECK-NEXT:      %p_1 = grid.load %s[%{{.+}}, %[[C1]], %{{.+}}]

// -----

// Of a buffer whose matrices have few rows, the matrices of its other dimension are the blocks. A
// view is copied to such a buffer of the reduction's own.

grid.kernel @few() {
  %x = grid.alloc : !grid.buffer<64x96xf32, fragment>
  %m = grid.alloc : !grid.buffer<64x3xf32, fragment>
  %v = grid.reshape %x : !grid.buffer<64x96xf32, fragment> to !grid.buffer<64x3x32xf32, fragment>
  grid.reduce "max" %v, %m {dim = 2 : i64, clear} : !grid.buffer<64x3x32xf32, fragment>, !grid.buffer<64x3xf32, fragment>
}
// CHECK-LABEL: grid.kernel @few
// CHECK:         %m = grid.alloc {stack = [1 : i64]} : !grid.buffer<64x3xf32, fragment>
// CHECK-NEXT:    %v = grid.reshape %x
// CHECK-NEXT:    %[[V:.+]] = grid.alloc {stack = [1 : i64]} : !grid.buffer<64x3x32xf32, fragment>
// CHECK-NEXT:    scf.for %[[S:.+]] = %{{.+}} to %{{.+}} step %{{.+}} {
// CHECK-NEXT:      grid.copy %v[%{{.+}}, %[[S]], %{{.+}}] sizes <64x1x32> to %[[V]][%{{.+}}, %[[S]], %{{.+}}] sizes <64x1x32>
// CHECK:         scf.for %[[T:.+]] = %{{.+}} to %{{.+}} step %{{.+}} {
// CHECK:           grid.copy %[[V]][%{{.+}}, %[[T]], %{{.+}}] sizes <64x1x32> to %[[BLOCK:.+]][%{{.+}}, %{{.+}}] sizes <64x32>
// CHECK:           grid.reduce "max" %[[BLOCK]], %[[LINE:.+]] {dim = 1 : i64, clear}
// CHECK-NEXT:      grid.copy %[[LINE]][%{{.+}}] sizes <64> to %m[%{{.+}}, %[[T]]] sizes <64x1>
