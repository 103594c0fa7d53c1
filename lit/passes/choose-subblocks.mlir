// Element-wise ops share a section as long as DST holds what is alive.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// A chain is one section with a view of each input. DST is 32 bits wide: 4 tiles, of which the
// chain needs 2 for each tile of its subblock, `m` and what was loaded of `b`.

tile.kernel @chain(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x128xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x4xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x4xbf16>
  %m = tile.scalar "mul" %a, (2.0) : !tile.block<4x4xbf16>
  %y = tile.binary "add" %m, %b : !tile.block<4x4xbf16>
  tile.store %y, %B[%c0, %c0] : !tile.block<4x4xbf16>, !tile.tensor<128x128xbf16, dram>
}

// CHECK-LABEL: tile.kernel @chain
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x128xbf16, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x2> ins(%[[A1]], %[[B1]] : !tile.block<4x4xbf16>, !tile.block<4x4xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<4x4xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x2xbf16>, %[[B_1:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:      %[[M:.+]] = tile.scalar "mul" %[[A_1]], (2.000000e+00)
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "add" %[[M]], %[[B_1]]
// CHECK-NEXT:      tile.yield %[[Y_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[B]][%[[C0]], %[[C0]]]

// -----

// One FPU op on bfloat16 loses nothing in 16 bits: 8 tiles, no `fp32_dest`.

tile.kernel @fpu(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x128xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x4xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x4xbf16>
  %y = tile.binary "add" %a, %b : !tile.block<4x4xbf16>
  tile.store %y, %B[%c0, %c0] : !tile.block<4x4xbf16>, !tile.tensor<128x128xbf16, dram>
}

// CHECK-LABEL: tile.kernel @fpu
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x128xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[Y:.+]] = tile.section <2x4> ins(%[[A1]], %[[B1]] : !tile.block<4x4xbf16>, !tile.block<4x4xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<4x4xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<2x4xbf16>, %[[B_1:.+]]: !tile.block<2x4xbf16>):
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "add" %[[A_1]], %[[B_1]]
// CHECK-NEXT:      tile.yield %[[Y_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[B]][%[[C0]], %[[C0]]]

// -----

// Two of them round in between as bfloat16 has it only if DST is wider.

tile.kernel @two_fpu(%A : !tile.tensor<96x96xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<96x96xbf16, dram> -> !tile.block<3x3xbf16>
  %s = tile.binary "add" %a, %a : !tile.block<3x3xbf16>
  %y = tile.binary "mul" %s, %a : !tile.block<3x3xbf16>
  tile.store %y, %A[%c0, %c0] : !tile.block<3x3xbf16>, !tile.tensor<96x96xbf16, dram>
}

// CHECK-LABEL: tile.kernel @two_fpu
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<96x96xbf16, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[Y:.+]] = tile.section <1x1> ins(%[[A1]] : !tile.block<3x3xbf16>) ["tiles"] outs(:) -> (!tile.block<3x3xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x1xbf16>):
// CHECK-NEXT:      %[[S:.+]] = tile.binary "add" %[[A_1]], %[[A_1]]
// CHECK-NEXT:      %[[Y_1:.+]] = tile.binary "mul" %[[S]], %[[A_1]]
// CHECK-NEXT:      tile.yield %[[Y_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]]

// -----

// A value that is stored and used goes on in DST; the section has both as results.

tile.kernel @both(%A : !tile.tensor<64x64xf32, dram>, %B : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %e = tile.unary "exp" %a : !tile.block<2x2xf32>
  %n = tile.unary "neg" %e : !tile.block<2x2xf32>
  tile.store %e, %A[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
  tile.store %n, %B[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @both
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xf32, dram>, %[[B:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[E:.+]], %[[N:.+]] = tile.section <1x2> ins(%[[A1]] : !tile.block<2x2xf32>) ["tiles"] outs(:) -> (!tile.block<2x2xf32>, !tile.block<2x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x2xf32>):
// CHECK-NEXT:      %[[E_1:.+]] = tile.unary "exp" %[[A_1]]
// CHECK-NEXT:      %[[N_1:.+]] = tile.unary "neg" %[[E_1]]
// CHECK-NEXT:      tile.yield %[[E_1]], %[[N_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[E]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    tile.store %[[N]], %[[B]][%[[C0]], %[[C0]]]

// -----

// A pure copy has nothing to compute: no section.

tile.kernel @copy(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  tile.store %a, %B[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @copy
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    tile.store %[[A1]], %[[B]][%[[C0]], %[[C0]]]
