// Masks, numbers of places and scalars of run time, where they are used.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// The numbers of a mask's places are a constant tile; the mask is made in the section of its block.

tile.kernel @causal(%X : !tile.tensor<64x64xf32, dram>, %s : index) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %m = tile.mask <1, -1> %s, %x, (-1.0) : !tile.block<2x2xf32>
  %y = tile.unary "exp" %m : !tile.block<2x2xf32>
  tile.store %y, %X[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @causal
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<64x64xf32, dram>, %[[S:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[PLACES:.+]] = tile.numbers <1, -1> : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x2> ins(%[[X_]], %[[PLACES]] : !tile.block<2x2xf32>, !tile.block<1x1xf32>) ["tiles", "whole"] outs(:) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<1x2xf32>, %[[PLACES_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[M:.+]] = tile.mask <1, -1> %[[S]], %[[X_1]], (-1.000000e+00) by %[[PLACES_1]] : !tile.block<1x1xf32> : !tile.block<1x2xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.unary "exp" %[[M]] : !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A mask that is known to leave its whole block is none, and one that leaves nothing is a fill.

tile.kernel @decided(%X : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %in = arith.constant 63 : index
  %out = arith.constant -64 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %m = tile.mask <1, -1> %in, %x, (-1.0) : !tile.block<2x2xf32>
  %e = tile.unary "exp" %m : !tile.block<2x2xf32>
  %n = tile.mask <1, -1> %out, %x, (2.0) : !tile.block<2x2xf32>
  %y = tile.binary "add" %e, %n : !tile.block<2x2xf32>
  tile.store %y, %X[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @decided
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x2> ins(%[[X_]] : !tile.block<2x2xf32>) ["tiles"] outs(:) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[E:.+]] = tile.unary "exp" %[[X_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:      %[[N:.+]] = tile.fill(2.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "add" %[[E]], %[[N]] : !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// What costs little is made where it is used, and equal ops are one: the exponential.

tile.kernel @shared(%X : !tile.tensor<32x32xf32, dram>, %Y : !tile.tensor<32x32xf32, dram>, %f : f32, %s : index) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %v = tile.splat %f : f32 -> !tile.block<1x1xf32>
  %i = tile.iota <0, 1> %s : !tile.block<1x1xf32>
  %e = tile.unary "exp" %x : !tile.block<1x1xf32>
  %a = tile.binary "add" %e, %v : !tile.block<1x1xf32>
  tile.store %a, %X[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
  %e2 = tile.unary "exp" %x : !tile.block<1x1xf32>
  %b = tile.binary "mul" %e2, %v : !tile.block<1x1xf32>
  %c = tile.binary "add" %b, %i : !tile.block<1x1xf32>
  tile.store %c, %Y[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @shared
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<32x32xf32, dram>, %[[Y:.+]]: !tile.tensor<32x32xf32, dram>, %[[F:.+]]: f32, %[[S:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[PLACES:.+]] = tile.numbers <0, 1> : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[A:.+]], %[[C:.+]] = tile.section <1x1> ins(%[[X_]], %[[PLACES]] : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["tiles", "whole"] outs(:) -> (!tile.block<1x1xf32>, !tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<1x1xf32>, %[[PLACES_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[E:.+]] = tile.unary "exp" %[[X_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:      %[[V:.+]] = tile.splat %[[F]] : f32 -> !tile.block<1x1xf32>
// CHECK-NEXT:      %[[A_1:.+]] = tile.binary "add" %[[E]], %[[V]] : !tile.block<1x1xf32>
// CHECK-NEXT:      %[[V_1:.+]] = tile.splat %[[F]] : f32 -> !tile.block<1x1xf32>
// CHECK-NEXT:      %[[B:.+]] = tile.binary "mul" %[[E]], %[[V_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:      %[[I:.+]] = tile.iota <0, 1> %[[S]] by %[[PLACES_1]] : !tile.block<1x1xf32> : !tile.block<1x1xf32>
// CHECK-NEXT:      %[[C_1:.+]] = tile.binary "add" %[[B]], %[[I]] : !tile.block<1x1xf32>
// CHECK-NEXT:      tile.yield %[[A_1]], %[[C_1]] : !tile.block<1x1xf32>, !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[A]], %[[X]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
// CHECK-NEXT:    tile.store %[[C]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>

// -----

// A window has an edge on either side of the diagonal: both masks read one constant tile.

tile.kernel @window(%X : !tile.tensor<64x64xf32, dram>, %s : index, %t : index) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %m = tile.mask <1, -1> %s, %x, (-1.0) : !tile.block<2x2xf32>
  %n = tile.mask <-1, 1> %t, %m, (-1.0) : !tile.block<2x2xf32>
  tile.store %n, %X[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @window
// CHECK:         tile.numbers <1, -1>
// CHECK-NOT:     tile.numbers
// CHECK:         tile.mask <1, -1> %s, {{.*}} by %[[NUMBERS:.+]] : !tile.block<1x1xf32> : !tile.block
// CHECK-NEXT:    tile.mask <-1, 1> %t, {{.*}} by %[[NUMBERS]] : !tile.block<1x1xf32> {negated} : !tile.block
