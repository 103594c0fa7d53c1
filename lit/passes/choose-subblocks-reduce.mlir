// Reductions take what they fold from L1; what follows is part of their section.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// What is done with the result of a reduction is in its section; the ones that it multiplies by
// are made once, in the format of the data.

tile.kernel @row_max(%X : !tile.tensor<64x96xbf16, dram>, %M : !tile.tensor<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<64x96xbf16, dram> -> !tile.block<2x3xbf16>
  %m = tile.load %M[%c0, %c0] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
  %r = tile.reduce "max" 1 %x : !tile.block<2x3xbf16> -> !tile.block<2x1xf32>
  %y = tile.binary "max" %m, %r : !tile.block<2x1xf32>
  tile.store %y, %M[%c0, %c0] : !tile.block<2x1xf32>, !tile.tensor<64x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @row_max
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<64x96xbf16, dram>, %[[M:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[MAX_ROWS_ONES:.+]] = tile.scaler "max" 1 : !tile.block<1x1xbf16>
// CHECK-NEXT:    %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<64x96xbf16, dram> -> !tile.block<2x3xbf16>
// CHECK-NEXT:    %[[M_:.+]] = tile.load %[[M]][%[[C0]], %[[C0]]] : !tile.tensor<64x1xf32, dram> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.section <2x1> ins(%[[X_]], %[[MAX_ROWS_ONES]], %[[M_]] : !tile.block<2x3xbf16>, !tile.block<1x1xbf16>, !tile.block<2x1xf32>) ["rows", "whole", "tiles"] outs(:) -> (!tile.block<2x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<2x3xbf16>, %[[MAX_ROWS_ONES_1:.+]]: !tile.block<1x1xbf16>, %[[M_1:.+]]: !tile.block<2x1xf32>):
// CHECK-NEXT:      %[[R:.+]] = tile.reduce "max" 1 %[[X_1]] by %[[MAX_ROWS_ONES_1]] : !tile.block<1x1xbf16> : !tile.block<2x3xbf16> -> !tile.block<2x1xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "max" %[[M_1]], %[[R]] : !tile.block<2x1xf32>
// CHECK-NEXT:      tile.yield %[[Y_1]] : !tile.block<2x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[M]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<64x1xf32, dram>

// -----

// A block with several users that a reduction is among: both results leave one section, the
// conversion too, and the reduction takes its source from L1.

tile.kernel @weights(%X : !tile.tensor<32x64xf32, dram>, %Y : !tile.tensor<32x64xbf16, dram>, %S : !tile.tensor<32x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x2xf32>
  %p = tile.unary "exp" %x : !tile.block<1x2xf32>
  %s = tile.reduce "sum" 1 %p : !tile.block<1x2xf32> -> !tile.block<1x1xf32>
  %y = tile.cast %p : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
  tile.store %s, %S[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x1xf32, dram>
  tile.store %y, %Y[%c0, %c0] : !tile.block<1x2xbf16>, !tile.tensor<32x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @weights
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<32x64xf32, dram>, %[[Y:.+]]: !tile.tensor<32x64xbf16, dram>, %[[S:.+]]: !tile.tensor<32x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[SUM_ROWS_ONES:.+]] = tile.scaler "sum" 1 : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[P:.+]], %[[Y_:.+]] = tile.section <1x2> ins(%[[X_]] : !tile.block<1x2xf32>) ["tiles"] outs(:) -> (!tile.block<1x2xf32>, !tile.block<1x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[P_1:.+]] = tile.unary "exp" %[[X_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:      %[[Y_1:.+]] = tile.cast %[[P_1]] : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:      tile.yield %[[P_1]], %[[Y_1]] : !tile.block<1x2xf32>, !tile.block<1x2xbf16>
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[S_:.+]] = tile.section <1x1> ins(%[[P]], %[[SUM_ROWS_ONES]] : !tile.block<1x2xf32>, !tile.block<1x1xf32>) ["rows", "whole"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[P_2:.+]]: !tile.block<1x2xf32>, %[[SUM_ROWS_ONES_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[S_1:.+]] = tile.reduce "sum" 1 %[[P_2]] by %[[SUM_ROWS_ONES_1]] : !tile.block<1x1xf32> : !tile.block<1x2xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:      tile.yield %[[S_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_]], %[[S]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x1xf32, dram>
// CHECK-NEXT:    tile.store %[[Y_]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<1x2xbf16>, !tile.tensor<32x64xbf16, dram>

// -----

// Down the columns: whole columns are looked at.

tile.kernel @columns(%X : !tile.tensor<96x64xf32, dram>, %S : !tile.tensor<1x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<96x64xf32, dram> -> !tile.block<3x2xf32>
  %s = tile.reduce "sum" 0 %x : !tile.block<3x2xf32> -> !tile.block<1x2xf32>
  tile.store %s, %S[%c0, %c0] : !tile.block<1x2xf32>, !tile.tensor<1x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @columns
// CHECK-SAME:  (%[[X:.+]]: !tile.tensor<96x64xf32, dram>, %[[S:.+]]: !tile.tensor<1x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[SUM_COLS_ONES:.+]] = tile.scaler "sum" 0 : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[X_:.+]] = tile.load %[[X]][%[[C0]], %[[C0]]] : !tile.tensor<96x64xf32, dram> -> !tile.block<3x2xf32>
// CHECK-NEXT:    %[[S_:.+]] = tile.section <1x2> ins(%[[X_]], %[[SUM_COLS_ONES]] : !tile.block<3x2xf32>, !tile.block<1x1xf32>) ["cols", "whole"] outs(:) -> (!tile.block<1x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[X_1:.+]]: !tile.block<3x2xf32>, %[[SUM_COLS_ONES_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[S_1:.+]] = tile.reduce "sum" 0 %[[X_1]] by %[[SUM_COLS_ONES_1]] : !tile.block<1x1xf32> : !tile.block<3x2xf32> -> !tile.block<1x2xf32>
// CHECK-NEXT:      tile.yield %[[S_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[S_]], %[[S]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<1x64xf32, dram>
