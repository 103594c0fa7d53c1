// Broadcasts are operand modes, and vectors are computed with before they are broadcast.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// Work on a vector is done before its broadcast, a division by one is a product with the
// reciprocal, and the broadcast is part of the section that uses it.

tile.kernel @softmax_tail(%X : !tile.tensor<64x64xf32, dram>, %V : !tile.tensor<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %v = tile.load %V[%c0, %c0] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
  %b = tile.broadcast "cols" %v : !tile.block<2x1xf32> -> !tile.block<2x2xf32>
  %s = tile.scalar "mul" %b, (0.5) : !tile.block<2x2xf32>
  %y = tile.binary "div" %x, %s : !tile.block<2x2xf32>
  tile.store %y, %X[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @softmax_tail
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<64x64xf32, dram>, %[[V:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[V_:.+]] = tile.load %[[V]][%[[C0]], %[[C0]]] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[V0:.+]] = tile.section <2x1> ins(%[[V_]] : !tile.block<2x1xf32>) ["tiles"] outs(:) -> (!tile.block<2x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[V_1:.+]]: !tile.block<2x1xf32>):
// CHECK-NEXT:      %[[V1:.+]] = tile.scalar "mul" %[[V_1]], (5.000000e-01) : !tile.block<2x1xf32>
// CHECK-NEXT:      %[[V2:.+]] = tile.unary "recip" %[[V1]] : !tile.block<2x1xf32>
// CHECK-NEXT:      tile.yield %[[V2]] : !tile.block<2x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x2> ins(%[[V0]], %[[X_]] : !tile.block<2x1xf32>, !tile.block<2x2xf32>) ["rows", "tiles"] outs(:) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[V3:.+]]: !tile.block<1x1xf32>, %[[X_1:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[V4:.+]] = tile.broadcast "cols" %[[V3]] : !tile.block<1x1xf32> -> !tile.block<1x2xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "mul" %[[X_1]], %[[V4]] : !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// bfloat16 in circular buffers goes through the FPU: 8 tiles, since 16 bits lose nothing.

tile.kernel @bias(%X : !tile.tensor<64x256xbf16, dram>, %V : !tile.tensor<1x256xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x256xbf16, dram> -> !tile.block<2x8xbf16>
  %v = tile.load %V[%c0, %c0] : !tile.tensor<1x256xbf16, dram> -> !tile.block<1x8xbf16>
  %b = tile.broadcast "rows" %v : !tile.block<1x8xbf16> -> !tile.block<2x8xbf16>
  %y = tile.binary "add" %x, %b : !tile.block<2x8xbf16>
  tile.store %y, %X[%c0, %c0] : !tile.block<2x8xbf16>, !tile.tensor<64x256xbf16, dram>
}

// CHECK-LABEL: tile.kernel @bias
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<64x256xbf16, dram>, %[[V:.+]]: !tile.tensor<1x256xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<64x256xbf16, dram> -> !tile.block<2x8xbf16>
// CHECK-NEXT:    %[[V_:.+]] = tile.load %[[V]][%[[C0]], %[[C0]]] : !tile.tensor<1x256xbf16, dram> -> !tile.block<1x8xbf16>
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x8> ins(%[[V_]], %[[X_]] : !tile.block<1x8xbf16>, !tile.block<2x8xbf16>) ["cols", "tiles"] outs(:) -> (!tile.block<2x8xbf16>) {
// CHECK-NEXT:    ^bb0(%[[V_1:.+]]: !tile.block<1x8xbf16>, %[[X_1:.+]]: !tile.block<1x8xbf16>):
// CHECK-NEXT:      %[[B:.+]] = tile.broadcast "rows" %[[V_1]] : !tile.block<1x8xbf16> -> !tile.block<1x8xbf16>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "add" %[[X_1]], %[[B]] : !tile.block<1x8xbf16>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<1x8xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<2x8xbf16>, !tile.tensor<64x256xbf16, dram>

// -----

// The conversion of a vector is no work: it stays behind the broadcast.

tile.kernel @gamma(%X : !tile.tensor<32x64xf32, dram>, %V : !tile.tensor<1x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x2xf32>
  %v = tile.load %V[%c0, %c0] : !tile.tensor<1x64xbf16, dram> -> !tile.block<1x2xbf16>
  %b = tile.broadcast "rows" %v : !tile.block<1x2xbf16> -> !tile.block<1x2xbf16>
  %f = tile.cast %b : !tile.block<1x2xbf16> -> !tile.block<1x2xf32>
  %y = tile.binary "mul" %x, %f : !tile.block<1x2xf32>
  tile.store %y, %X[%c0, %c0] : !tile.block<1x2xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @gamma
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<32x64xf32, dram>, %[[V:.+]]: !tile.tensor<1x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[V_:.+]] = tile.load %[[V]][%[[C0]], %[[C0]]] : !tile.tensor<1x64xbf16, dram> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x2> ins(%[[V_]], %[[X_]] : !tile.block<1x2xbf16>, !tile.block<1x2xf32>) ["cols", "tiles"] outs(:) -> (!tile.block<1x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[V_1:.+]]: !tile.block<1x2xbf16>, %[[X_1:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[B:.+]] = tile.broadcast "rows" %[[V_1]] : !tile.block<1x2xbf16> -> !tile.block<1x2xbf16>
// CHECK-NEXT:      %[[F:.+]] = tile.cast %[[B]] : !tile.block<1x2xbf16> -> !tile.block<1x2xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "mul" %[[X_1]], %[[F]] : !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x64xf32, dram>
