// Casts and integers.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// Each conversion is a cast of the whole block; a converted constant is the same number.

tile.kernel @casts(%A : !tile.tensor<32x32xbf16, dram>, %B : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %y = tile.generic ins(%a) : (!tile.block<1x1xbf16>) -> !tile.block<1x1xi32> {
  ^bb0(%p : bf16):
    %half = arith.constant 0.5 : bf16
    %wide = arith.extf %p : bf16 to f32
    %h = arith.extf %half : bf16 to f32
    %m = arith.mulf %wide, %h : f32
    %i = arith.fptosi %m : f32 to i32
    tile.yield %i : i32
  }
  tile.store %y, %B[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @casts
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xbf16, dram>, %[[B:.+]]: !tile.tensor<32x32xi32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    %[[A_1_1:.+]] = tile.cast %[[A_1]] : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.scalar "mul" %[[A_1_1]], (5.000000e-01) : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.cast %[[M]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    tile.store %[[Y]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>

// -----

// An integer constant on the right is a scalar operand, on the left of a difference a block.

tile.kernel @integers(%A : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
  %y = tile.generic ins(%a) : (!tile.block<1x1xi32>) -> !tile.block<1x1xi32> {
  ^bb0(%p : i32):
    %three = arith.constant 3 : i32
    %1 = arith.addi %p, %three : i32
    %2 = arith.subi %three, %1 : i32
    tile.yield %2 : i32
  }
  tile.store %y, %A[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @integers
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x32xi32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x32xi32, dram> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "add" %[[A_1]], (3.000000e+00) : !tile.block<1x1xi32>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(3.000000e+00) : !tile.block<1x1xi32>
// CHECK-NEXT:    %[[Y:.+]] = tile.binary "sub" %[[FILL]], %[[SCALAR]] : !tile.block<1x1xi32>
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>

// -----

// Blocks of unsigned and short integers are of words where something is computed: ops say which
// numbers have a sign.

tile.kernel @signs(%A : !tile.tensor<32x32xui32, dram>, %B : !tile.tensor<32x32xui8, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x32xui32, dram> -> !tile.block<1x1xui32>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x32xui8, dram> -> !tile.block<1x1xui8>
  %y = tile.generic ins(%a, %b) : (!tile.block<1x1xui32>, !tile.block<1x1xui8>) -> !tile.block<1x1xui8> {
  ^bb0(%p : i32, %q : i8):
    %1 = arith.extui %q : i8 to i32
    %2 = arith.maxui %p, %1 : i32
    %3 = arith.trunci %2 : i32 to i8
    tile.yield %3 : i8
  }
  tile.store %y, %B[%c0, %c0] : !tile.block<1x1xui8>, !tile.tensor<32x32xui8, dram>
}

// CHECK-LABEL: tile.kernel @signs
// CHECK:         %[[A:.+]] = tile.load
// CHECK-NEXT:    %[[B:.+]] = tile.load
// CHECK-NEXT:    %[[P:.+]] = tile.cast %[[A]] : !tile.block<1x1xui32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[Q:.+]] = tile.cast %[[B]] : !tile.block<1x1xui8> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[PU:.+]] = tile.cast %[[P]] : !tile.block<1x1xi32> -> !tile.block<1x1xui32>
// CHECK-NEXT:    %[[QU:.+]] = tile.cast %[[Q]] : !tile.block<1x1xi32> -> !tile.block<1x1xui32>
// CHECK-NEXT:    %[[MAX:.+]] = tile.binary "max" %[[PU]], %[[QU]] : !tile.block<1x1xui32>
// CHECK-NEXT:    %[[WORDS:.+]] = tile.cast %[[MAX]] : !tile.block<1x1xui32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[CUT:.+]] = tile.cast %[[WORDS]] : !tile.block<1x1xi32> -> !tile.block<1x1xi8>
// CHECK-NEXT:    %[[Y:.+]] = tile.cast %[[CUT]] : !tile.block<1x1xi8> -> !tile.block<1x1xui8>
// CHECK-NEXT:    tile.store %[[Y]]
