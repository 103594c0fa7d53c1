// Views of buffers that have other rows and columns: reshapes of values.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// Read, written in part and written whole, by way of one view and of a view of it.

grid.kernel @views(%A : !grid.buffer<64x128xf32, dram>, %B : !grid.buffer<64x128xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c128 = arith.constant 128 : index
  %x = grid.alloc : !grid.buffer<64x128xf32, shared>
  %v = grid.reshape %x : !grid.buffer<64x128xf32, shared> to !grid.buffer<256x32xf32, shared>
  %w = grid.reshape %v : !grid.buffer<256x32xf32, shared> to !grid.buffer<2x4x1024xf32, shared>
  %h = grid.alloc : !grid.buffer<128x32xf32, shared>
  grid.copy %A[%c0, %c0] sizes <64x128> to %x[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, dram> to !grid.buffer<64x128xf32, shared>
  grid.copy %v[%c0, %c0] sizes <128x32> to %h[%c0, %c0] sizes <128x32> : !grid.buffer<256x32xf32, shared> to !grid.buffer<128x32xf32, shared>
  grid.copy %h[%c0, %c0] sizes <128x32> to %v[%c128, %c0] sizes <128x32> : !grid.buffer<128x32xf32, shared> to !grid.buffer<256x32xf32, shared>
  grid.parallel (%i, %j) in (4, 1024) {
    %p = grid.load %w[%c0, %i, %j] : !grid.buffer<2x4x1024xf32, shared> -> f32
    %q = math.exp %p : f32
    grid.store %q, %w[%c0, %i, %j] : f32, !grid.buffer<2x4x1024xf32, shared>
  }
  grid.copy %x[%c0, %c0] sizes <64x128> to %B[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, shared> to !grid.buffer<64x128xf32, dram>
}

// CHECK-LABEL: tile.kernel @views
// CHECK:         %x = tile.load %A[%c0, %c0] : !tile.tensor<64x128xf32, dram> -> tensor<64x128xf32>
// CHECK-NEXT:    %v = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>
// CHECK-NEXT:    %v_1 = tile.extract %v[%c0, %c0] : tensor<256x32xf32> -> tensor<128x32xf32>
// CHECK-NEXT:    %v_2 = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>
// CHECK-NEXT:    %v_3 = tile.insert %v_1, %v_2[%c128, %c0] : tensor<128x32xf32>, tensor<256x32xf32>
// CHECK-NEXT:    %w = tile.reshape %v_3 : tensor<256x32xf32> -> tensor<8x1024xf32>
// CHECK-NEXT:    %w_1 = tile.extract %w[%c0, %c0] : tensor<8x1024xf32> -> tensor<4x1024xf32>
// CHECK-NEXT:    %0 = tile.generic ins(%w_1) : (tensor<4x1024xf32>) -> tensor<4x1024xf32> {
// CHECK-NEXT:    ^bb0(%p: f32):
// CHECK-NEXT:      %q = math.exp %p : f32
// CHECK-NEXT:      tile.yield %q : f32
// CHECK-NEXT:    }
// CHECK-NEXT:    %w_2 = tile.reshape %v_3 : tensor<256x32xf32> -> tensor<8x1024xf32>
// CHECK-NEXT:    %w_3 = tile.insert %0, %w_2[%c0, %c0] : tensor<4x1024xf32>, tensor<8x1024xf32>
// CHECK-NEXT:    %w_4 = tile.reshape %w_3 : tensor<8x1024xf32> -> tensor<64x128xf32>
// CHECK-NEXT:    tile.store %w_4, %B[%c0, %c0] : tensor<64x128xf32>, !tile.tensor<64x128xf32, dram>

// -----

// A loop carries the buffer as its body looks at it. What it only reads is reshaped before it.

grid.kernel @loop(%A : !grid.buffer<64x128xf32, dram>, %B : !grid.buffer<64x128xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  %x = grid.alloc : !grid.buffer<64x128xf32, shared>
  %xv = grid.reshape %x : !grid.buffer<64x128xf32, shared> to !grid.buffer<256x32xf32, shared>
  %y = grid.alloc : !grid.buffer<64x128xf32, fragment>
  %yv = grid.reshape %y : !grid.buffer<64x128xf32, fragment> to !grid.buffer<256x32xf32, fragment>
  grid.copy %A[%c0, %c0] sizes <64x128> to %x[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, dram> to !grid.buffer<64x128xf32, shared>
  grid.fill %y, %zero : !grid.buffer<64x128xf32, fragment>, f32
  scf.for %k = %c0 to %c4 step %c1 {
    grid.parallel (%i, %j) in (256, 32) {
      %p = grid.load %xv[%i, %j] : !grid.buffer<256x32xf32, shared> -> f32
      %q = grid.load %yv[%i, %j] : !grid.buffer<256x32xf32, fragment> -> f32
      %s = arith.addf %p, %q : f32
      grid.store %s, %yv[%i, %j] : f32, !grid.buffer<256x32xf32, fragment>
    }
  }
  grid.copy %y[%c0, %c0] sizes <64x128> to %B[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, fragment> to !grid.buffer<64x128xf32, dram>
}

// CHECK-LABEL: tile.kernel @loop
// CHECK:         %x = tile.load %A[%c0, %c0] : !tile.tensor<64x128xf32, dram> -> tensor<64x128xf32>
// CHECK-NEXT:    %y = tile.fill(0.000000e+00) : tensor<256x32xf32>
// CHECK-NEXT:    %xv = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>
// CHECK-NEXT:    %y_1 = scf.for %k = %c0 to %c4 step %c1 iter_args(%y_2 = %y) -> (tensor<256x32xf32>) {
// CHECK-NEXT:      %0 = tile.generic ins(%xv, %y_2) : (tensor<256x32xf32>, tensor<256x32xf32>) -> tensor<256x32xf32> {
// CHECK-NEXT:      ^bb0(%p: f32, %q: f32):
// CHECK-NEXT:        %s = arith.addf %p, %q : f32
// CHECK-NEXT:        tile.yield %s : f32
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %0 : tensor<256x32xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %y_3 = tile.reshape %y_1 : tensor<256x32xf32> -> tensor<64x128xf32>
// CHECK-NEXT:    tile.store %y_3, %B[%c0, %c0] : tensor<64x128xf32>, !tile.tensor<64x128xf32, dram>

// -----

// Both sides of a branch give the buffer as it is; the view is made where it is used.

grid.kernel @branch(%A : !grid.buffer<64x128xf32, dram>, %B : !grid.buffer<64x128xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %x = grid.alloc : !grid.buffer<64x128xf32, shared>
  %v = grid.reshape %x : !grid.buffer<64x128xf32, shared> to !grid.buffer<256x32xf32, shared>
  grid.copy %A[%c0, %c0] sizes <64x128> to %x[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, dram> to !grid.buffer<64x128xf32, shared>
  %if = arith.cmpi eq, %n, %c3 : index
  scf.if %if {
    grid.parallel (%i, %j) in (256, 32) {
      %p = grid.load %v[%i, %j] : !grid.buffer<256x32xf32, shared> -> f32
      %q = math.exp %p : f32
      grid.store %q, %v[%i, %j] : f32, !grid.buffer<256x32xf32, shared>
    }
  }
  grid.copy %x[%c0, %c0] sizes <64x128> to %B[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, shared> to !grid.buffer<64x128xf32, dram>
}

// CHECK-LABEL: tile.kernel @branch
// CHECK:         %x = tile.load %A[%c0, %c0] : !tile.tensor<64x128xf32, dram> -> tensor<64x128xf32>
// CHECK-NEXT:    %if = arith.cmpi eq, %n, %c3 : index
// CHECK-NEXT:    %x_1 = scf.if %if -> (tensor<64x128xf32>) {
// CHECK-NEXT:      %v = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>
// CHECK-NEXT:      %0 = tile.generic ins(%v) : (tensor<256x32xf32>) -> tensor<256x32xf32> {
// CHECK-NEXT:      ^bb0(%p: f32):
// CHECK-NEXT:        %q = math.exp %p : f32
// CHECK-NEXT:        tile.yield %q : f32
// CHECK-NEXT:      }
// CHECK-NEXT:      %v_1 = tile.reshape %0 : tensor<256x32xf32> -> tensor<64x128xf32>
// CHECK-NEXT:      scf.yield %v_1 : tensor<64x128xf32>
// CHECK-NEXT:    } else {
// CHECK-NEXT:      scf.yield %x : tensor<64x128xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %x_1, %B[%c0, %c0] : tensor<64x128xf32>, !tile.tensor<64x128xf32, dram>

// -----

// A column is a row turned; a buffer that is used by its view alone has that one's shape.

grid.kernel @column(%A : !grid.buffer<256x32xf32, dram>, %B : !grid.buffer<8192x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = grid.alloc : !grid.buffer<16x512xf32, shared>
  %v = grid.reshape %x : !grid.buffer<16x512xf32, shared> to !grid.buffer<256x32xf32, shared>
  %c = grid.reshape %x : !grid.buffer<16x512xf32, shared> to !grid.buffer<8192x1xf32, shared>
  grid.copy %A[%c0, %c0] sizes <256x32> to %v[%c0, %c0] sizes <256x32> : !grid.buffer<256x32xf32, dram> to !grid.buffer<256x32xf32, shared>
  grid.copy %v[%c0, %c0] sizes <256x32> to %A[%c0, %c0] sizes <256x32> : !grid.buffer<256x32xf32, shared> to !grid.buffer<256x32xf32, dram>
  grid.copy %c[%c0, %c0] sizes <8192x1> to %B[%c0, %c0] sizes <8192x1> : !grid.buffer<8192x1xf32, shared> to !grid.buffer<8192x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @column
// CHECK:         %v = tile.load %A[%c0, %c0] : !tile.tensor<256x32xf32, dram> -> tensor<256x32xf32>
// CHECK-NEXT:    tile.store %v, %A[%c0, %c0] : tensor<256x32xf32>, !tile.tensor<256x32xf32, dram>
// CHECK-NEXT:    %c = tile.reshape %v : tensor<256x32xf32> -> tensor<1x8192xf32>
// CHECK-NEXT:    %c_1 = tile.transpose %c : tensor<1x8192xf32> -> tensor<8192x1xf32>
// CHECK-NEXT:    tile.store %c_1, %B[%c0, %c0] : tensor<8192x1xf32>, !tile.tensor<8192x1xf32, dram>

// -----

// One of the heads of every row is columns of the buffer: nothing is reshaped.

grid.kernel @heads(%A : !grid.buffer<64x128xf32, dram>, %B : !grid.buffer<64x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %x = grid.alloc : !grid.buffer<64x128xf32, shared>
  %v = grid.reshape %x : !grid.buffer<64x128xf32, shared> to !grid.buffer<64x4x32xf32, shared>
  grid.copy %A[%c0, %c0] sizes <64x128> to %x[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, dram> to !grid.buffer<64x128xf32, shared>
  grid.parallel (%i, %j) in (64, 32) {
    %p = grid.load %v[%i, %c1, %j] : !grid.buffer<64x4x32xf32, shared> -> f32
    %q = math.exp %p : f32
    grid.store %q, %v[%i, %c2, %j] : f32, !grid.buffer<64x4x32xf32, shared>
  }
  grid.copy %v[%c0, %c2, %c0] sizes <64x1x32> to %B[%c0, %c0] sizes <64x32> : !grid.buffer<64x4x32xf32, shared> to !grid.buffer<64x32xf32, dram>
  grid.copy %x[%c0, %c0] sizes <64x128> to %A[%c0, %c0] sizes <64x128> : !grid.buffer<64x128xf32, shared> to !grid.buffer<64x128xf32, dram>
}

// CHECK-LABEL: tile.kernel @heads
// CHECK-DAG:     %[[C64:.+]] = arith.constant 64 : index
// CHECK-DAG:     %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %x = tile.load %A[%c0, %c0] : !tile.tensor<64x128xf32, dram> -> tensor<64x128xf32>
// CHECK-NEXT:    %x_1 = tile.extract %x[%c0, %[[C32]]] : tensor<64x128xf32> -> tensor<64x32xf32>
// CHECK-NEXT:    %x_2 = tile.generic ins(%x_1)
// CHECK:         %x_3 = tile.insert %x_2, %x[%c0, %[[C64]]] : tensor<64x32xf32>, tensor<64x128xf32>
// CHECK-NEXT:    tile.store %x_2, %B[%c0, %c0]
// CHECK-NEXT:    tile.store %x_3, %A[%c0, %c0]
