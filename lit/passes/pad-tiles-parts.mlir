// Parts of blocks in tiles, and the padding of tensors that are written and read.

// RUN: ttc-opt %s -p pad-tiles --split-input-file | filecheck %s

// Offsets of parts become tiles, and need to be known only as multiples of 32.

tile.kernel @parts(%A : !tile.tensor<128x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %at = arith.muli %w, %c32 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<128x64xbf16>
  %p = tile.extract %s[%at, %c32] : tensor<128x64xbf16> -> tensor<32x32xbf16>
  %t = tile.insert %p, %s[%at, %c0] : tensor<32x32xbf16>, tensor<128x64xbf16>
  tile.store %t, %A[%c0, %c0] : tensor<128x64xbf16>, !tile.tensor<128x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @parts
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x64xbf16, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 4 : index} : index
// CHECK-NEXT:    %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<128x64xbf16, dram> -> !tile.block<4x2xbf16>
// CHECK-NEXT:    %[[P:.+]] = tile.extract %[[S]][%[[W]], %[[C]]] : !tile.block<4x2xbf16> -> !tile.block<1x1xbf16>
// CHECK-NEXT:    %[[T:.+]] = tile.insert %[[P]], %[[S]][%[[W]], %[[C0]]] : !tile.block<1x1xbf16>, !tile.block<4x2xbf16>
// CHECK-NEXT:    tile.store %[[T]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<4x2xbf16>, !tile.tensor<128x64xbf16, dram>

// -----

// A part at the end has the padding of the whole; the first column is all that a broadcast looks
// at.

tile.kernel @ends(%A : !tile.tensor<64x70xf32, dram>, %B : !tile.tensor<64x6xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %s = tile.load %A[%c0, %c0] : !tile.tensor<64x70xf32, dram> -> tensor<64x70xf32>
  %p = tile.extract %s[%c0, %c64] : tensor<64x70xf32> -> tensor<64x6xf32>
  %first = tile.extract %s[%c0, %c0] : tensor<64x70xf32> -> tensor<64x1xf32>
  %wide = tile.broadcast "cols" %first : tensor<64x1xf32> -> tensor<64x6xf32>
  %q = tile.binary "add" %p, %wide : tensor<64x6xf32>
  %t = tile.insert %q, %s[%c0, %c64] : tensor<64x6xf32>, tensor<64x70xf32>
  tile.store %t, %A[%c0, %c0] : tensor<64x70xf32>, !tile.tensor<64x70xf32, dram>
  %r = tile.reduce "sum" 1 %p : tensor<64x6xf32> -> tensor<64x1xf32>
  %v = tile.broadcast "cols" %r : tensor<64x1xf32> -> tensor<64x6xf32>
  tile.store %v, %B[%c0, %c0] : tensor<64x6xf32>, !tile.tensor<64x6xf32, dram>
}

// CHECK-LABEL: tile.kernel @ends
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x70xf32, dram>, %[[B:.+]]: !tile.tensor<64x6xf32, dram>)
// CHECK-DAG:     %[[C:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 69 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[S:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<64x70xf32, dram> -> !tile.block<2x3xf32>
// CHECK-NEXT:    %[[P:.+]] = tile.extract %[[S]][%[[C0]], %[[C]]] : !tile.block<2x3xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[FIRST:.+]] = tile.extract %[[S]][%[[C0]], %[[C0]]] : !tile.block<2x3xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[WIDE:.+]] = tile.broadcast "cols" %[[FIRST]] : !tile.block<2x1xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[Q:.+]] = tile.binary "add" %[[P]], %[[WIDE]] : !tile.block<2x1xf32>
// CHECK-NEXT:    %[[T:.+]] = tile.insert %[[Q]], %[[S]][%[[C0]], %[[C]]] : !tile.block<2x1xf32>, !tile.block<2x3xf32>
// CHECK-NEXT:    %[[T_1:.+]] = tile.mask <0, -1> %[[C_1]], %[[T]], (0.000000e+00) : !tile.block<2x3xf32>
// CHECK-NEXT:    tile.store %[[T_1]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<2x3xf32>, !tile.tensor<64x70xf32, dram>
// CHECK-NEXT:    %[[R:.+]] = tile.reduce "sum" 1 %[[P]] : !tile.block<2x1xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    %[[V:.+]] = tile.broadcast "cols" %[[R]] : !tile.block<2x1xf32> -> !tile.block<2x1xf32>
// CHECK-NEXT:    tile.store %[[V]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<2x1xf32>, !tile.tensor<64x6xf32, dram>

// -----

// A later launch sums what an earlier one stores, so that keeps the padding zero: exp would leave
// ones there. Nobody sums %C.

tile.kernel @k_0(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %C : !tile.tensor<32x40xf32, dram>) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %e = tile.unary "exp" %a : tensor<32x40xf32>
  tile.store %e, %B[%c0, %c0] : tensor<32x40xf32>, !tile.tensor<32x40xf32, dram>
  tile.store %e, %C[%c0, %c0] : tensor<32x40xf32>, !tile.tensor<32x40xf32, dram>
}
tile.kernel @k_1(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %C : !tile.tensor<32x40xf32, dram>) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %r = tile.reduce "sum" 1 %b : tensor<32x40xf32> -> tensor<32x1xf32>
  %v = tile.broadcast "cols" %r : tensor<32x1xf32> -> tensor<32x40xf32>
  tile.store %v, %C[%c0, %c0] : tensor<32x40xf32>, !tile.tensor<32x40xf32, dram>
}

// CHECK-LABEL: tile.kernel @k_0
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[C:.+]]: !tile.tensor<32x40xf32, dram>)
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 39 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E_1:.+]] = tile.mask <0, -1> %[[C_1]], %[[E]], (0.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    tile.store %[[E_1]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x40xf32, dram>
// CHECK-NEXT:    tile.store %[[E]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x40xf32, dram>
// CHECK-LABEL: tile.kernel @k_1
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[C:.+]]: !tile.tensor<32x40xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[B_1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[R:.+]] = tile.reduce "sum" 1 %[[B_1]] : !tile.block<1x2xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[V:.+]] = tile.broadcast "cols" %[[R]] : !tile.block<1x1xf32> -> !tile.block<1x2xf32>
// CHECK-NEXT:    tile.store %[[V]], %[[C]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x40xf32, dram>

// -----

// Zeros are kept as they are: %B holds what was loaded from %A, whose padding counts then, and is
// kept in turn.

tile.kernel @k_0(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %V : !tile.tensor<32x1xf32, dram>) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  tile.store %a, %B[%c0, %c0] : tensor<32x40xf32>, !tile.tensor<32x40xf32, dram>
  %e = tile.unary "exp" %a : tensor<32x40xf32>
  tile.store %e, %A[%c0, %c0] : tensor<32x40xf32>, !tile.tensor<32x40xf32, dram>
}
tile.kernel @k_1(%A : !tile.tensor<32x40xf32, dram>, %B : !tile.tensor<32x40xf32, dram>, %V : !tile.tensor<32x1xf32, dram>) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x40xf32, dram> -> tensor<32x40xf32>
  %r = tile.reduce "sum" 1 %b : tensor<32x40xf32> -> tensor<32x1xf32>
  tile.store %r, %V[%c0, %c0] : tensor<32x1xf32>, !tile.tensor<32x1xf32, dram>
}

// CHECK-LABEL: tile.kernel @k_0
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[V:.+]]: !tile.tensor<32x1xf32, dram>)
// CHECK-DAG:     %[[C:.+]] = arith.constant 39 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    tile.store %[[A_1]], %[[B]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x40xf32, dram>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E_1:.+]] = tile.mask <0, -1> %[[C]], %[[E]], (0.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    tile.store %[[E_1]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<1x2xf32>, !tile.tensor<32x40xf32, dram>
// CHECK-LABEL: tile.kernel @k_1
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x40xf32, dram>, %[[B:.+]]: !tile.tensor<32x40xf32, dram>, %[[V:.+]]: !tile.tensor<32x1xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[B_1:.+]] = tile.load %[[B]][%[[C0]], %[[C0]]] : !tile.tensor<32x40xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[R:.+]] = tile.reduce "sum" 1 %[[B_1]] : !tile.block<1x2xf32> -> !tile.block<1x1xf32>
// CHECK-NEXT:    tile.store %[[R]], %[[V]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x1xf32, dram>

// -----

// Elements past the end read 0, so what blocks of 64 write past the 70th column is 0 as well. The
// rows below a vector are not read.

tile.kernel @past(%A : !tile.tensor<32x70xf32, dram>, %V : !tile.tensor<70xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %at = arith.muli %w, %c64 : index
  %a = tile.load %A[%c0, %at] : !tile.tensor<32x70xf32, dram> -> tensor<32x64xf32>
  %e = tile.unary "exp" %a : tensor<32x64xf32>
  tile.store %e, %A[%c0, %at] : tensor<32x64xf32>, !tile.tensor<32x70xf32, dram>
  %v = tile.load %V[%at] : !tile.tensor<70xf32, dram> -> tensor<1x64xf32>
  %f = tile.unary "exp" %v : tensor<1x64xf32>
  tile.store %f, %V[%at] : tensor<1x64xf32>, !tile.tensor<70xf32, dram>
}

// CHECK-LABEL: tile.kernel @past
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<32x70xf32, dram>, %[[V:.+]]: !tile.tensor<70xf32, dram>, %[[START:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant 2 : index
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 69 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C64:.+]] = arith.constant 64 : index
// CHECK:         %[[W:.+]] = arith.addi %[[START]], %[[C0]] {ttc.below = 2 : index} : index
// CHECK-NEXT:    %[[AT:.+]] = arith.muli %[[W]], %[[C64]] : index
// CHECK-NEXT:    %[[MULI:.+]] = arith.muli %[[W]], %[[C]] : index
// CHECK-NEXT:    %[[A_1:.+]] = tile.load %[[A]][%[[C0]], %[[MULI]]] {guard_cols} : !tile.tensor<32x70xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[E:.+]] = tile.unary "exp" %[[A_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[C_1]], %[[AT]] : index
// CHECK-NEXT:    %[[E_1:.+]] = tile.mask <0, -1> %[[SUBI]], %[[E]], (0.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[MULI_1:.+]] = arith.muli %[[W]], %[[C]] : index
// CHECK-NEXT:    tile.store %[[E_1]], %[[A]][%[[C0]], %[[MULI_1]]] {guard_cols} : !tile.block<1x2xf32>, !tile.tensor<32x70xf32, dram>
// CHECK-NEXT:    %[[MULI_2:.+]] = arith.muli %[[W]], %[[C]] : index
// CHECK-NEXT:    %[[V_1:.+]] = tile.load %[[V]][%[[MULI_2]]] {guard_cols} : !tile.tensor<70xf32, dram> -> !tile.block<1x2xf32>
// CHECK-NEXT:    %[[F:.+]] = tile.unary "exp" %[[V_1]] : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[SUBI_1:.+]] = arith.subi %[[C_1]], %[[AT]] : index
// CHECK-NEXT:    %[[F_1:.+]] = tile.mask <0, -1> %[[SUBI_1]], %[[F]], (0.000000e+00) : !tile.block<1x2xf32>
// CHECK-NEXT:    %[[MULI_3:.+]] = arith.muli %[[W]], %[[C]] : index
// CHECK-NEXT:    tile.store %[[F_1]], %[[V]][%[[MULI_3]]] {guard_cols} : !tile.block<1x2xf32>, !tile.tensor<70xf32, dram>

// -----

// What is alone in its tiles is written with its padding.

tile.kernel @alone(%A : !tile.tensor<40x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<40x64xf32, dram> -> tensor<40x64xf32>
  %s = tile.fill(0.000000e+00) : tensor<192x64xf32>
  %t = tile.insert %a, %s[%c64, %c0] {alone} : tensor<40x64xf32>, tensor<192x64xf32>
  %p = tile.extract %t[%c0, %c0] : tensor<192x64xf32> -> tensor<40x64xf32>
  tile.store %p, %A[%c0, %c0] : tensor<40x64xf32>, !tile.tensor<40x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @alone
// CHECK:         %[[C2:.+]] = arith.constant 2 : index
// CHECK:         %[[T:.+]] = tile.insert %{{.+}}, %{{.+}}[%[[C2]], %c0] : !tile.block<2x2xf32>, !tile.block<6x2xf32>

// -----

// A condition bounds what runs under it, and its opposite the other side.

tile.kernel @conditions(%A : !tile.tensor<4x32x32xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %s = tile.load %A[%w, %c0, %c0] : !tile.tensor<4x32x32xf32, dram> -> tensor<32x32xf32>
  %less = arith.cmpi slt, %w, %c3 : index
  scf.if %less {
    %next = arith.addi %w, %c1 : index
    tile.store %s, %A[%next, %c0, %c0] : tensor<32x32xf32>, !tile.tensor<4x32x32xf32, dram>
  } else {
    %back = arith.subi %w, %c3 : index
    tile.store %s, %A[%back, %c0, %c0] : tensor<32x32xf32>, !tile.tensor<4x32x32xf32, dram>
  }
}

// CHECK-LABEL: tile.kernel @conditions
// CHECK:         scf.if %less {
// CHECK:           tile.store %s, %A[%next, %c0, %c0]
// CHECK:         } else {
// CHECK:           tile.store %s, %A[%back, %c0, %c0]
