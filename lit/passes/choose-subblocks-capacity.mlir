// An expression that needs more than the 4 tiles of a 32-bit DST is split into sections.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// Five functions of one block and then their sum: one of them is computed in its own section and
// comes back from L1 when the sum needs it.

tile.kernel @five(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %p = tile.unary "exp" %a : !tile.block<1x1xf32>
  %q = tile.unary "sin" %a : !tile.block<1x1xf32>
  %r = tile.unary "cos" %a : !tile.block<1x1xf32>
  %s = tile.unary "tanh" %a : !tile.block<1x1xf32>
  %t = tile.unary "sqrt" %a : !tile.block<1x1xf32>
  %1 = tile.binary "add" %p, %q : !tile.block<1x1xf32>
  %2 = tile.binary "add" %1, %r : !tile.block<1x1xf32>
  %3 = tile.binary "add" %2, %s : !tile.block<1x1xf32>
  %4 = tile.binary "add" %3, %t : !tile.block<1x1xf32>
  tile.store %4, %A[%i, %i] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @five
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>, %[[I:.+]]: index)
// CHECK-SAME:    {fp32_dest}
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    %[[T:.+]] = tile.section <1x1> ins(%[[A1]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[T_1:.+]] = tile.unary "sqrt" %[[A_1]]
// CHECK-NEXT:      tile.yield %[[T_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[SECTION:.+]] = tile.section <1x1> ins(%[[A1]], %[[T]] : !tile.block<1x1xf32>, !tile.block<1x1xf32>) ["tiles", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_2:.+]]: !tile.block<1x1xf32>, %[[T_2:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[P:.+]] = tile.unary "exp" %[[A_2]]
// CHECK-NEXT:      %[[Q:.+]] = tile.unary "sin" %[[A_2]]
// CHECK-NEXT:      %[[R:.+]] = tile.unary "cos" %[[A_2]]
// CHECK-NEXT:      %[[S:.+]] = tile.unary "tanh" %[[A_2]]
// CHECK-NEXT:      %[[BINARY:.+]] = tile.binary "add" %[[P]], %[[Q]]
// CHECK-NEXT:      %[[BINARY1:.+]] = tile.binary "add" %[[BINARY]], %[[R]]
// CHECK-NEXT:      %[[BINARY2:.+]] = tile.binary "add" %[[BINARY1]], %[[S]]
// CHECK-NEXT:      %[[BINARY3:.+]] = tile.binary "add" %[[BINARY2]], %[[T_2]]
// CHECK-NEXT:      tile.yield %[[BINARY3]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[SECTION]], %[[A]][%[[I]], %[[I]]]

// -----

// A deep expression that frees its slots as it goes is one section.

tile.kernel @deep(%A : !tile.tensor<32x32xf32, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %p = tile.unary "exp" %a : !tile.block<1x1xf32>
  %q = tile.unary "sin" %p : !tile.block<1x1xf32>
  %1 = tile.binary "add" %p, %q : !tile.block<1x1xf32>
  %r = tile.unary "cos" %1 : !tile.block<1x1xf32>
  %2 = tile.binary "add" %1, %r : !tile.block<1x1xf32>
  %s = tile.unary "tanh" %2 : !tile.block<1x1xf32>
  %3 = tile.binary "add" %2, %s : !tile.block<1x1xf32>
  tile.store %3, %A[%i, %i] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @deep
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xf32, dram>, %[[I:.+]]: index)
// CHECK-SAME:    {fp32_dest}
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    %[[SECTION:.+]] = tile.section <1x1> ins(%[[A1]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_1:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[P:.+]] = tile.unary "exp" %[[A_1]]
// CHECK-NEXT:      %[[Q:.+]] = tile.unary "sin" %[[P]]
// CHECK-NEXT:      %[[BINARY:.+]] = tile.binary "add" %[[P]], %[[Q]]
// CHECK-NEXT:      %[[R:.+]] = tile.unary "cos" %[[BINARY]]
// CHECK-NEXT:      %[[BINARY1:.+]] = tile.binary "add" %[[BINARY]], %[[R]]
// CHECK-NEXT:      %[[S:.+]] = tile.unary "tanh" %[[BINARY1]]
// CHECK-NEXT:      %[[BINARY2:.+]] = tile.binary "add" %[[BINARY1]], %[[S]]
// CHECK-NEXT:      tile.yield %[[BINARY2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[SECTION]], %[[A]][%[[I]], %[[I]]]
