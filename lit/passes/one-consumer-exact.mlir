// float32 that the FPU takes and others bring into DST exactly.

// RUN: ttc-opt %s -p one-consumer --split-input-file | filecheck %s

// The reduction takes its float32 by way of the source registers, which cut it to TF32; what is
// subtracted from must stay exact, so the reduction has a copy.

tile.kernel @exact(%A : !tile.tensor<32x32xf32, dram>, %M : !tile.tensor<32x1xf32, dram>) attributes {fp32_dest} {
  %c0 = arith.constant 0 : index
  %ones = tile.scaler "max" 1 : !tile.block<1x1xf32>
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %m = tile.section <1x1> ins(%a, %ones : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["rows", "whole"] outs(:) -> (!tile.block<1x1xf32>) {
  ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>):
    %r = tile.reduce "max" 1 %p by %q : !tile.block<1x1xf32> : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
    tile.yield %r : !tile.block<1x1xf32>
  }
  %y = tile.section <1x1> ins(%a : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
  ^bb0(%p : !tile.block<1x1xf32>):
    %e = tile.unary "exp" %p : !tile.block<1x1xf32>
    tile.yield %e : !tile.block<1x1xf32>
  }
  tile.store %m, %M[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x1xf32, dram>
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @exact
// CHECK-SAME:  (%[[A:.+]]: !tile.tensor<32x32xf32, dram>, %[[M:.+]]: !tile.tensor<32x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[ONES:.+]] = tile.scaler "max" 1 : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[A_:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[A_1:.+]] = tile.section <1x1> ins(%[[A_]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_2:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      tile.yield %[[A_2]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[M_:.+]] = tile.section <1x1> ins(%[[A_1]], %[[ONES]] : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["rows", "whole"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: !tile.block<1x1xf32>, %[[Q:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[R:.+]] = tile.reduce "max" 1 %[[P]] by %[[Q]] : !tile.block<1x1xf32> : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:      tile.yield %[[R]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x1> ins(%[[A_]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[P_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[E:.+]] = tile.unary "exp" %[[P_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:      tile.yield %[[E]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[M_]], %[[M]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x1xf32, dram>
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
