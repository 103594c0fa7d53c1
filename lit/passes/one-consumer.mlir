// Every block gets one producer and one consumer: what two threads use is made twice.

// RUN: ttc-opt %s -p one-consumer --split-input-file | filecheck %s

// A loaded block that compute and the writer use: the writer gets a copy that compute makes.

tile.kernel @loaded(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %y = tile.section <2x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<2x2xbf16>):
    %s = tile.binary "add" %p, %p : !tile.block<2x2xbf16>
    tile.yield %s : !tile.block<2x2xbf16>
  }
  tile.store %a, %A[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
  tile.store %y, %B[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @loaded
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>, %[[I:.+]]: index) {
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    %[[A_1:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_2:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      tile.yield %[[A_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[Y:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      %[[S:.+]] = tile.binary "add" %[[P]], %[[P]]
// CHECK-NEXT:      tile.yield %[[S]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[A_1]], %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    tile.store %[[Y]], %[[B]][%[[I]], %[[I]]]

// -----

// A computed block that another section and the writer use: its section yields it twice.

tile.kernel @computed(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %y = tile.section <2x2> ins(%a : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<2x2xbf16>):
    %s = tile.binary "add" %p, %p : !tile.block<2x2xbf16>
    tile.yield %s : !tile.block<2x2xbf16>
  }
  %z = tile.section <2x2> ins(%y : !tile.block<2x2xbf16>) ["transposed"] outs(:) -> (!tile.block<2x2xbf16>) {
  ^bb0(%p : !tile.block<2x2xbf16>):
    %t = tile.transpose %p : !tile.block<2x2xbf16> -> !tile.block<2x2xbf16>
    tile.yield %t : !tile.block<2x2xbf16>
  }
  tile.store %y, %A[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
  tile.store %z, %B[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @computed
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>, %[[I:.+]]: index) {
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    %[[Y:.+]], %[[SECTION:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>, !tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      %[[S:.+]] = tile.binary "add" %[[P]], %[[P]]
// CHECK-NEXT:      tile.yield %[[S]], %[[S]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[Z:.+]] = tile.section <2x2> ins(%[[Y]] : !tile.block<2x2xbf16>) ["transposed"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[P_1:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      %[[T:.+]] = tile.transpose %[[P_1]]
// CHECK-NEXT:      tile.yield %[[T]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[SECTION]], %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    tile.store %[[Z]], %[[B]][%[[I]], %[[I]]]

// -----

// One thread may use a block often: two stores, or two sections, need no copy.

tile.kernel @one_thread(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>, %i : index) {
  %a = tile.load %A[%i, %i] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  tile.store %a, %A[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
  tile.store %a, %B[%i, %i] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @one_thread
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>, %[[I:.+]]: index) {
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    tile.store %[[A1]], %[[A]][%[[I]], %[[I]]]
// CHECK-NEXT:    tile.store %[[A1]], %[[B]][%[[I]], %[[I]]]
