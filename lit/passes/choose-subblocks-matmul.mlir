// The three ways in which a loop's product lives, best first.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// 2x2 tiles fit into DST for the whole loop: the section holds the loop, its loads and what is
// done to the sum.

tile.kernel @in_dst(%A : !tile.tensor<64x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = tile.fill(0.0) : !tile.block<2x2xf32>
  %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<2x2xf32>) {
    %a = tile.load %A[%c0, %k] : !tile.tensor<64x128xbf16, dram> -> !tile.block<2x1xbf16>
    %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<1x2xbf16>
    %next = tile.matmul %a, %b, %acc : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
    scf.yield %next : !tile.block<2x2xf32>
  }
  %r = tile.unary "relu" %c : !tile.block<2x2xf32>
  %h = tile.cast %r : !tile.block<2x2xf32> -> !tile.block<2x2xbf16>
  tile.store %h, %C[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @in_dst
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[C:.+]]: !tile.tensor<64x64xbf16, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[H:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      %[[C2:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:        %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[K]]]
// CHECK-NEXT:        %[[B1:.+]] = tile.load %[[B]][%[[K]], %[[C0]]]
// CHECK-NEXT:        %[[NEXT:.+]] = tile.matmul %[[A1]], %[[B1]], %[[ACC]]
// CHECK-NEXT:        scf.yield %[[NEXT]]
// CHECK-NEXT:      }
// CHECK-NEXT:      %[[R:.+]] = tile.unary "relu" %[[C2]]
// CHECK-NEXT:      %[[H_1:.+]] = tile.cast %[[R]]
// CHECK-NEXT:      tile.yield %[[H_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[H]], %[[C]][%[[C0]], %[[C0]]]

// -----

// 4x2 tiles do not: the packer adds each step's 2x2 subblocks in L1 (`acc`). A subblock sees two
// rows of the left operand and two columns of the right one.

tile.kernel @packer(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<128x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %zero = tile.fill(0.0) : !tile.block<4x2xf32>
  %c = scf.for %k = %c0 to %c4 step %c2 iter_args(%acc = %zero) -> (!tile.block<4x2xf32>) {
    %a = tile.load %A[%c0, %k] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x2xbf16>
    %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<2x2xbf16>
    %next = tile.matmul %a, %b, %acc {transpose_b} : !tile.block<4x2xbf16>, !tile.block<2x2xbf16> -> !tile.block<4x2xf32>
    scf.yield %next : !tile.block<4x2xf32>
  }
  tile.store %c, %C[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @packer
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[C:.+]]: !tile.tensor<128x64xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C2:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[ZERO:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      %[[ZERO_1:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      tile.yield %[[ZERO_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[C1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C2]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[K]]]
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[K]], %[[C0]]]
// CHECK-NEXT:      %[[NEXT:.+]] = tile.section <2x2> ins(%[[A1]], %[[B1]] : !tile.block<4x2xbf16>, !tile.block<2x2xbf16>) ["rows", "cols"] outs(:) acc %[[ACC]] : !tile.block<4x2xf32> -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      ^bb0(%[[A_1:.+]]: !tile.block<2x2xbf16>, %[[B_1:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:        %[[FILL:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:        %[[NEXT_1:.+]] = tile.matmul %[[A_1]], %[[B_1]], %[[FILL]] {transpose_b}
// CHECK-NEXT:        tile.yield %[[NEXT_1]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]

// -----

// Something else happens to the sum at each step: it is brought back into DST and packed anew.

tile.kernel @reload(%A : !tile.tensor<64x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = tile.fill(0.0) : !tile.block<2x2xf32>
  %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<2x2xf32>) {
    %a = tile.load %A[%c0, %k] : !tile.tensor<64x128xbf16, dram> -> !tile.block<2x1xbf16>
    %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<1x2xbf16>
    %half = tile.scalar "mul" %acc, (0.5) : !tile.block<2x2xf32>
    %next = tile.matmul %a, %b, %half : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
    scf.yield %next : !tile.block<2x2xf32>
  }
  tile.store %c, %C[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @reload
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[C:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[ZERO:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:      %[[ZERO_1:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      tile.yield %[[ZERO_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[C2:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[K]]]
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[K]], %[[C0]]]
// CHECK-NEXT:      %[[NEXT:.+]] = tile.section <2x2> ins(%[[ACC]], %[[A1]], %[[B1]] : !tile.block<2x2xf32>, !tile.block<2x1xbf16>, !tile.block<1x2xbf16>) ["tiles", "rows", "cols"] outs(:) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:      ^bb0(%[[ACC_1:.+]]: !tile.block<2x2xf32>, %[[A_1:.+]]: !tile.block<2x1xbf16>, %[[B_1:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:        %[[HALF:.+]] = tile.scalar "mul" %[[ACC_1]], (5.000000e-01)
// CHECK-NEXT:        %[[NEXT_1:.+]] = tile.matmul %[[A_1]], %[[B_1]], %[[HALF]]
// CHECK-NEXT:        tile.yield %[[NEXT_1]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C2]], %[[C]][%[[C0]], %[[C0]]]

// -----

// A product outside of loops: of 2x3 tiles, DST's four hold a subblock of 1x3. A transpose sees
// tile (j, i) where it makes tile (i, j).

tile.kernel @once(%A : !tile.tensor<32x64xbf16, dram>, %B : !tile.tensor<32x96xbf16, dram>, %C : !tile.tensor<64x96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64xbf16, dram> -> !tile.block<1x2xbf16>
  %t = tile.transpose %a : !tile.block<1x2xbf16> -> !tile.block<2x1xbf16>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x96xbf16, dram> -> !tile.block<1x3xbf16>
  %zero = tile.fill(0.0) : !tile.block<2x3xf32>
  %c = tile.matmul %t, %b, %zero : !tile.block<2x1xbf16>, !tile.block<1x3xbf16> -> !tile.block<2x3xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<2x3xf32>, !tile.tensor<64x96xf32, dram>
}

// CHECK-LABEL: tile.kernel @once
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x64xbf16, dram>, %[[B:.+]]: !tile.tensor<32x96xbf16, dram>, %[[C:.+]]: !tile.tensor<64x96xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[T:.+]] = tile.section <2x1> ins(%[[A1]] : !tile.block<1x2xbf16>) ["transposed"] outs(:) -> (!tile.block<2x1xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:      %[[T_1:.+]] = tile.transpose %[[A_1]]
// CHECK-NEXT:      tile.yield %[[T_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[B1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[C1:.+]] = tile.section <1x3> ins(%[[T]], %[[B1]] : !tile.block<2x1xbf16>, !tile.block<1x3xbf16>) ["rows", "cols"] outs(:) -> (!tile.block<2x3xf32>) {
// CHECK-NEXT:    ^bb0(%[[T_2:.+]]: !tile.block<1x1xbf16>, %[[B_1:.+]]: !tile.block<1x3xbf16>):
// CHECK-NEXT:      %[[ZERO:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      %[[C_1:.+]] = tile.matmul %[[T_2]], %[[B_1]], %[[ZERO]]
// CHECK-NEXT:      tile.yield %[[C_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C1]], %[[C]][%[[C0]], %[[C0]]]
