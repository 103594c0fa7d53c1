// What is repeated stays a vector for as long as it can: one row of work, not one for each row.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// Functions, constants on either side, casts, and the other vector repeated the same way.

tile.kernel @kept(%P : !tile.tensor<64x64xf32, dram>, %V : !tile.tensor<64xf32, dram>, %W : !tile.tensor<64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %v = tile.load %V[%c0] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
  %vs = tile.broadcast "rows" %v : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
  %w = tile.load %W[%c0] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
  %ws = tile.broadcast "rows" %w : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0, %vs, %ws) : (!tile.block<2x2xf32>, !tile.block<2x2xf32>, !tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32, %q : f32, %r : f32):
    %two = arith.constant 2.0 : f32
    %e = math.exp %q : f32
    %m = arith.mulf %e, %two : f32
    %n = arith.subf %two, %m : f32
    %s = arith.addf %n, %r : f32
    %h = arith.truncf %s : f32 to bf16
    %x = arith.extf %h : bf16 to f32
    %t = arith.addf %p, %x : f32
    tile.yield %t : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @kept
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[V:.+]]: !tile.tensor<64xf32, dram>, %[[W:.+]]: !tile.tensor<64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[V_1:.+]] = tile.load %[[V]][%[[C0]]] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[W_1:.+]] = tile.load %[[W]][%[[C0]]] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[V_1_1:.+]] = tile.unary "exp" %[[V_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.scalar "mul" %[[V_1_1]], (2.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[N:.+]] = tile.scalar "rsub" %[[M]], (2.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.binary "add" %[[N]], %[[W_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[S_1:.+]] = tile.cast %[[S]] : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[S_2:.+]] = tile.cast %[[S_1]] : !tile.block<1x2xbf16> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[S_3:.+]] = tile.broadcast "rows" %[[S_2]] : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[P0]], %[[S_3]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A row and a column meet in a block.

tile.kernel @apart(%P : !tile.tensor<64x64xf32, dram>, %V : !tile.tensor<64xf32, dram>, %W : !tile.tensor<64x1xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %v = tile.load %V[%c0] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
  %vs = tile.broadcast "rows" %v : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
  %w = tile.load %W[%c0, %c0] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
  %ws = tile.broadcast "cols" %w : !tile.block<2x1xf32> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0, %vs, %ws) : (!tile.block<2x2xf32>, !tile.block<2x2xf32>, !tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32, %q : f32, %r : f32):
    %two = arith.constant 2.0 : f32
    %m = arith.mulf %q, %two : f32
    %s = arith.mulf %m, %r : f32
    %t = arith.addf %p, %s : f32
    tile.yield %t : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @apart
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[V:.+]]: !tile.tensor<64xf32, dram>, %[[W:.+]]: !tile.tensor<64x1xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[V_1:.+]] = tile.load %[[V]][%[[C0]]] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[W_1:.+]] = tile.load %[[W]][%[[C0]], %[[C0]]] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[WS:.+]] = tile.broadcast "cols" %[[W_1]] : !tile.block<2x1xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.scalar "mul" %[[V_1]], (2.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[M_1:.+]] = tile.broadcast "rows" %[[M]] : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.binary "mul" %[[M_1]], %[[WS]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[P0]], %[[S]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// One element everywhere, and a vector that is all that is yielded.

tile.kernel @an_element(%P : !tile.tensor<64x64xf32, dram>, %V : !tile.tensor<1xf32, dram>, %W : !tile.tensor<64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %v = tile.load %V[%c0] : !tile.tensor<1xf32, dram> -> !tile.block<1x1xf32>
  %vs = tile.broadcast "scalar" %v : !tile.block<1x1xf32> -> !tile.block<2x2xf32>
  %w = tile.load %W[%c0] : !tile.tensor<64xf32, dram> -> !tile.block<1x2xf32>
  %ws = tile.broadcast "rows" %w : !tile.block<1x2xf32> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0, %vs, %ws) : (!tile.block<2x2xf32>, !tile.block<2x2xf32>, !tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32, %q : f32, %r : f32):
    %n = arith.negf %q : f32
    %s = arith.mulf %n, %n : f32
    tile.yield %s : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @an_element
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[V:.+]]: !tile.tensor<1xf32, dram>, %[[W:.+]]: !tile.tensor<64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[V_1:.+]] = tile.load %[[V]][%[[C0]]] : !tile.tensor<1xf32, dram> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[V_1_1:.+]] = tile.unary "neg" %[[V_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.binary "mul" %[[V_1_1]], %[[V_1_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.broadcast "scalar" %[[S]] : !tile.block<1x1xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
