// Compute ops, generics and loops keep their shape: every block type is rounded up.

// RUN: ttc-opt %s -p pad-tiles --split-input-file | filecheck %s

// Loops that carry blocks, and a product whose inner dimension of 40 is padded by loaded zeros.

tile.kernel @gemm(%A : !tile.tensor<50x40xbf16, dram>, %B : !tile.tensor<40x20xbf16, dram>, %C : !tile.tensor<50x20xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = tile.fill(0.0) : tensor<50x20xf32>
  %c = scf.for %k = %c0 to %c1 step %c1 iter_args(%acc = %zero) -> (tensor<50x20xf32>) {
    %a = tile.load %A[%c0, %c0] : !tile.tensor<50x40xbf16, dram> -> tensor<50x40xbf16>
    %b = tile.load %B[%c0, %c0] : !tile.tensor<40x20xbf16, dram> -> tensor<40x20xbf16>
    %next = tile.matmul %a, %b, %acc : tensor<50x40xbf16>, tensor<40x20xbf16> -> tensor<50x20xf32>
    scf.yield %next : tensor<50x20xf32>
  }
  tile.store %c, %C[%c0, %c0] : tensor<50x20xf32>, !tile.tensor<50x20xf32, dram>
}

// CHECK-LABEL: tile.kernel @gemm
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<50x40xbf16, dram>, %[[B:.+]]: !tile.tensor<40x20xbf16, dram>, %[[C:.+]]: !tile.tensor<50x20xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<2x1xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C1]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<2x1xf32>) {
// CHECK-NEXT:      %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<50x40xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:      %[[B_1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<40x20xbf16, dram> -> !tile.block<2x1xbf16>
// CHECK-NEXT:      %[[NEXT:.+]] = tile.matmul %[[A_1]], %[[B_1]], %[[ACC]] : !tile.block<2x2xbf16>, !tile.block<2x1xbf16> -> !tile.block<2x1xf32>
// CHECK-NEXT:      scf.yield %[[NEXT]] : !tile.block<2x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C_1]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<50x20xf32, dram>

// -----

// A padded inner dimension must be zero on both sides: the right one is loaded, cast and
// transposed, which keeps zeros; exp makes ones of them on the left, which are masked.

tile.kernel @inner(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %C : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %e = tile.unary "exp" %a : tensor<32x40xf32>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %h = tile.cast %b : tensor<32x40xf32> -> tensor<32x40xbf16>
  %t = tile.transpose %h : tensor<32x40xbf16> -> tensor<40x32xbf16>
  %zero = tile.fill(0.0) : tensor<32x32xf32>
  %c = tile.matmul %e, %t, %zero : tensor<32x40xf32>, tensor<40x32xbf16> -> tensor<32x32xf32>
  tile.store %c, %C[%c0, %c0] : tensor<32x32xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @inner
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[C:.+]]: !tile.tensor<32x32xf32, dram>)
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 39 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[H:.+]] = tile.cast %[[B_1]] : !tile.block<1x2xf32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[H]] : !tile.block<1x2xbf16> -> !tile.block<2x1xbf16>
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[E_1:.+]] = tile.mask <0, -1> %[[C_1]], %[[E]], (0.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[C_2:.+]] = tile.matmul %[[E_1]], %[[T]], %[[ZERO]] : !tile.block<1x2xf32>, !tile.block<2x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    tile.store %[[C_2]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>

// -----

// What is carried is zero if it is so at first and stays so; a block with all of its padding put
// together from such blocks is, and one of which either way of a branch is.

tile.kernel @carried(%A : !tile.tensor<40x40xf32, dram>, %C : !tile.tensor<40x40xf32, dram>, %is : i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<40x40xf32, dram> -> tensor<40x40xf32>
  %zero = tile.fill(0.0) : tensor<40x40xf32>
  %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%b = %a) -> (tensor<40x40xf32>) {
    %p = tile.matmul %a, %b, %zero : tensor<40x40xf32>, tensor<40x40xf32> -> tensor<40x40xf32>
    %q = scf.if %is -> (tensor<40x40xf32>) {
      scf.yield %p : tensor<40x40xf32>
    } else {
      scf.yield %zero : tensor<40x40xf32>
    }
    scf.yield %q : tensor<40x40xf32>
  }
  %d = tile.matmul %a, %c, %zero : tensor<40x40xf32>, tensor<40x40xf32> -> tensor<40x40xf32>
  tile.store %d, %C[%c0, %c0] : tensor<40x40xf32>, !tile.tensor<40x40xf32, dram>
}

// CHECK-LABEL: tile.kernel @carried
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<40x40xf32, dram>, %[[C:.+]]: !tile.tensor<40x40xf32, dram>, %[[IS:.+]]: i1)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<40x40xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[C_1:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[B:.+]] = %[[A_1]]) -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:      %[[P:.+]] = tile.matmul %[[A_1]], %[[B]], %[[ZERO]] : !tile.block<2x2xf32>, !tile.block<2x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:      %[[Q:.+]] = scf.if %[[IS]] -> (!tile.block<2x2xf32>) {
// CHECK-NEXT:        scf.yield %[[P]] : !tile.block<2x2xf32>
// CHECK-NEXT:      } else {
// CHECK-NEXT:        scf.yield %[[ZERO]] : !tile.block<2x2xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[Q]] : !tile.block<2x2xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[D:.+]] = tile.matmul %[[A_1]], %[[C_1]], %[[ZERO]] : !tile.block<2x2xf32>, !tile.block<2x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[D]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<40x40xf32, dram>

// -----

// A sum of what was loaded has zeros to add; a maximum needs the least number beside it, which is
// another one for integers. A multiple of 32 has no padding.

tile.kernel @reductions(%A : !tile.tensor<50x70xf32, dram>, %I : !tile.tensor<50x70xi32, dram>, %R : !tile.tensor<50x1xf32, dram>, %Q : !tile.tensor<1x70xf32, dram>, %J : !tile.tensor<50x1xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<50x70xf32, dram> -> tensor<50x70xf32>
  %r = tile.reduce "sum" 1 %a : tensor<50x70xf32> -> tensor<50x1xf32>
  tile.store %r, %R[%c0, %c0] : tensor<50x1xf32>, !tile.tensor<50x1xf32, dram>
  %q = tile.reduce "max" 0 %a : tensor<50x70xf32> -> tensor<1x70xf32>
  tile.store %q, %Q[%c0, %c0] : tensor<1x70xf32>, !tile.tensor<1x70xf32, dram>
  %e = tile.unary "exp" %a : tensor<50x70xf32>
  %s = tile.reduce "sum" 1 %e : tensor<50x70xf32> -> tensor<50x1xf32>
  tile.store %s, %R[%c0, %c0] : tensor<50x1xf32>, !tile.tensor<50x1xf32, dram>
  %i = tile.load %I[%c0, %c0] : !tile.tensor<50x70xi32, dram> -> tensor<50x70xi32>
  %j = tile.reduce "max" 1 %i : tensor<50x70xi32> -> tensor<50x1xi32>
  tile.store %j, %J[%c0, %c0] : tensor<50x1xi32>, !tile.tensor<50x1xi32, dram>
  %b = tile.load %A[%c0, %c0] : !tile.tensor<50x70xf32, dram> -> tensor<50x64xf32>
  %t = tile.reduce "max" 1 %b : tensor<50x64xf32> -> tensor<50x1xf32>
  tile.store %t, %R[%c0, %c0] : tensor<50x1xf32>, !tile.tensor<50x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @reductions
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<50x70xf32, dram>, %[[I:.+]]: !tile.tensor<50x70xi32, dram>, %[[R:.+]]: !tile.tensor<50x1xf32, dram>, %[[Q:.+]]: !tile.tensor<1x70xf32, dram>, %[[J:.+]]: !tile.tensor<50x1xi32, dram>)
// CHECK-DAG:     %[[C:.+]] = arith.constant 69 : index
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 49 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<50x70xf32, dram> -> !tile.block<2x3xf32>
// CHECK-NEXT:    %[[R_1:.+]] = tile.reduce "sum" 1 %[[A_1]] : !tile.block<2x3xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[R_1]], %[[R]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<50x1xf32, dram>
// CHECK-NEXT:    %[[A_1_1:.+]] = tile.mask <-1, 0> %[[C_1]], %[[A_1]], (neg_inf) : !tile.block<2x3xf32>
// CHECK-NEXT:    %[[Q_1:.+]] = tile.reduce "max" 0 %[[A_1_1]] : !tile.block<2x3xf32> -> !tile.block<1x3xf32>
// CHECK-NEXT:    tile.store %[[Q_1]], %[[Q]][%[[C0]], %[[C0]]] : !tile.block<1x3xf32>, !tile.tensor<1x70xf32, dram>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A_1]] : !tile.block<2x3xf32>
// CHECK-NEXT:    %[[E_1:.+]] = tile.mask <0, -1> %[[C]], %[[E]], (0.000000e+00) : !tile.block<2x3xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.reduce "sum" 1 %[[E_1]] : !tile.block<2x3xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[S]], %[[R]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<50x1xf32, dram>
// CHECK-NEXT:    %[[I_1:.+]] = tile.load %[[I]][%[[C0]], %[[C0]]] : !tile.tensor<50x70xi32, dram> -> !tile.block<2x3xi32>
// CHECK-NEXT:    %[[I_1_1:.+]] = tile.mask <0, -1> %[[C]], %[[I_1]], (0xC1E0000000000000) : !tile.block<2x3xi32>
// CHECK-NEXT:    %[[J_1:.+]] = tile.reduce "max" 1 %[[I_1_1]] : !tile.block<2x3xi32> -> !tile.block<2x1xi32>
// CHECK-NEXT:    tile.store %[[J_1]], %[[J]][%[[C0]], %[[C0]]] : !tile.block<2x1xi32>, !tile.tensor<50x1xi32, dram>
// CHECK-NEXT:    %[[B:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<50x70xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[T:.+]] = tile.reduce "max" 1 %[[B]] : !tile.block<2x2xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[T]], %[[R]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<50x1xf32, dram>

// -----

// A block that ends in front of the end of its tensor has the author's elements beside it: they are
// no zeros. The first 40 columns of 64 are a load of two tile columns, and a mask where they count.

tile.kernel @inside(%A : !tile.tensor<64x64xf32, dram>, %R : !tile.tensor<64x1xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> tensor<64x40xf32>
  %r = tile.reduce "sum" 1 %a : tensor<64x40xf32> -> tensor<64x1xf32>
  tile.store %r, %R[%c0, %c0] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
  %whole = tile.load %A[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> tensor<64x64xf32>
  %b = tile.extract %whole[%c0, %c0] : tensor<64x64xf32> -> tensor<64x40xf32>
  %s = tile.reduce "sum" 1 %b : tensor<64x40xf32> -> tensor<64x1xf32>
  tile.store %s, %R[%c0, %c0] : tensor<64x1xf32>, !tile.tensor<64x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @inside
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xf32, dram>, %[[R:.+]]: !tile.tensor<64x1xf32, dram>)
// CHECK-DAG:     %[[C:.+]] = arith.constant 39 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[A_1_1:.+]] = tile.mask <0, -1> %[[C]], %[[A_1]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[R_1:.+]] = tile.reduce "sum" 1 %[[A_1_1]] : !tile.block<2x2xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[R_1]], %[[R]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<64x1xf32, dram>
// CHECK-NEXT:    %[[WHOLE:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[B:.+]] = tile.extract %[[WHOLE]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[B_1:.+]] = tile.mask <0, -1> %[[C]], %[[B]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.reduce "sum" 1 %[[B_1]] : !tile.block<2x2xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[S]], %[[R]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<64x1xf32, dram>

// -----

// A generic works on whole tiles; what it makes of the padding stays in padding.

tile.kernel @generic(%A : !tile.tensor<40x40xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<40x40xbf16, dram> -> tensor<40x40xbf16>
  %y = tile.generic ins(%a) : (tensor<40x40xbf16>) -> tensor<40x40xbf16> {
  ^bb0(%p : bf16):
    %n = math.exp %p : bf16
    tile.yield %n : bf16
  }
  tile.store %y, %A[%c0, %c0] : tensor<40x40xbf16>, !tile.tensor<40x40xbf16, dram>
}

// CHECK-LABEL: tile.kernel @generic
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<40x40xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<40x40xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[Y:.+]] = tile.generic ins(%[[A_1]]) : (!tile.block<2x2xbf16>) -> !tile.block<2x2xbf16> {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: bf16):
// CHECK-NEXT:      %[[N:.+]] = math.exp %[[P]] : bf16
// CHECK-NEXT:      tile.yield %[[N]] : bf16
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<40x40xbf16, dram>
