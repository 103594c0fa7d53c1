// Matmuls, reductions, transposes and broadcasts get types that the FPU has.

// RUN: ttc-opt %s -p fpu-types --split-input-file | filecheck %s

// The sum of four steps of 64 elements stays below 2^24: the loop carries it as a float.

tile.kernel @short(%A : !tile.tensor<32x256xi8, dram>, %B : !tile.tensor<256x32xi8, dram>, %C : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %zero = tile.fill(0.000000e+00) : !tile.block<1x1xi32>
  %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<1x1xi32>) {
    %at = arith.muli %k, %c2 : index
    %a = tile.load %A[%c0, %at] : !tile.tensor<32x256xi8, dram> -> !tile.block<1x2xi8>
    %b = tile.load %B[%at, %c0] : !tile.tensor<256x32xi8, dram> -> !tile.block<2x1xi8>
    %sum = tile.matmul %a, %b, %acc : !tile.block<1x2xi8>, !tile.block<2x1xi8> -> !tile.block<1x1xi32>
    scf.yield %sum : !tile.block<1x1xi32>
  }
  tile.store %c, %C[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @short
// CHECK:         %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:    %[[SUM:.+]] = scf.for %[[K:.+]] = %{{.+}} to %{{.+}} step %{{.+}} iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<1x1xf32>) {
// CHECK:           %[[A:.+]] = tile.load
// CHECK-NEXT:      %[[B:.+]] = tile.load
// CHECK-NEXT:      %[[P:.+]] = tile.cast %[[A]] : !tile.block<1x2xi8> -> !tile.block<1x2xbf16>
// CHECK-NEXT:      %[[Q:.+]] = tile.cast %[[B]] : !tile.block<2x1xi8> -> !tile.block<2x1xbf16>
// CHECK-NEXT:      %[[NEXT:.+]] = tile.matmul %[[P]], %[[Q]], %[[ACC]] : !tile.block<1x2xbf16>, !tile.block<2x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[C:.+]] = tile.cast %[[SUM]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    tile.store %[[C]]

// -----

// 32 steps of 64 elements may exceed it: each is converted, and added as integers.

tile.kernel @long(%A : !tile.tensor<32x2048xi8, dram>, %B : !tile.tensor<2048x32xi8, dram>, %C : !tile.tensor<32x32xi32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c32 = arith.constant 32 : index
  %zero = tile.fill(0.000000e+00) : !tile.block<1x1xi32>
  %c = scf.for %k = %c0 to %c32 step %c1 iter_args(%acc = %zero) -> (!tile.block<1x1xi32>) {
    %at = arith.muli %k, %c2 : index
    %a = tile.load %A[%c0, %at] : !tile.tensor<32x2048xi8, dram> -> !tile.block<1x2xi8>
    %b = tile.load %B[%at, %c0] : !tile.tensor<2048x32xi8, dram> -> !tile.block<2x1xi8>
    %sum = tile.matmul %a, %b, %acc : !tile.block<1x2xi8>, !tile.block<2x1xi8> -> !tile.block<1x1xi32>
    scf.yield %sum : !tile.block<1x1xi32>
  }
  tile.store %c, %C[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x32xi32, dram>
}

// CHECK-LABEL: tile.kernel @long
// CHECK:         scf.for {{.+}} iter_args(%[[ACC:.+]] = %{{.+}}) -> (!tile.block<1x1xi32>) {
// CHECK:           %[[ZERO:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:      %[[PART:.+]] = tile.matmul %{{.+}}, %{{.+}}, %[[ZERO]] : !tile.block<1x2xbf16>, !tile.block<2x1xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:      %[[WORDS:.+]] = tile.cast %[[PART]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:      %[[NEXT:.+]] = tile.binary "add" %[[ACC]], %[[WORDS]] : !tile.block<1x1xi32>
// CHECK-NEXT:      scf.yield %[[NEXT]]

// -----

// What is transposed has its exponents shared along what are now columns: bfloat16 keeps it exact.

tile.kernel @turned(%A : !tile.tensor<64x32x!tile.bfloat8_b, dram>, %B : !tile.tensor<64x32x!tile.bfloat8_b, dram>, %C : !tile.tensor<32x32xf32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x32x!tile.bfloat8_b, dram> -> !tile.block<2x1x!tile.bfloat8_b>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<64x32x!tile.bfloat8_b, dram> -> !tile.block<2x1x!tile.bfloat8_b>
  %t = tile.transpose %a : !tile.block<2x1x!tile.bfloat8_b> -> !tile.block<1x2x!tile.bfloat8_b>
  %zero = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
  %c = tile.matmul %t, %b, %zero : !tile.block<1x2x!tile.bfloat8_b>, !tile.block<2x1x!tile.bfloat8_b> -> !tile.block<1x1xf32>
  tile.store %c, %C[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x32xf32, dram>
}

// CHECK-LABEL: tile.kernel @turned
// CHECK:         %[[A:.+]] = tile.load
// CHECK-NEXT:    %[[B:.+]] = tile.load
// CHECK-NEXT:    %[[T:.+]] = tile.transpose %[[A]] : !tile.block<2x1x!tile.bfloat8_b> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill
// CHECK-NEXT:    %[[C:.+]] = tile.matmul %[[T]], %[[B]], %[[ZERO]] : !tile.block<1x2xbf16>, !tile.block<2x1x!tile.bfloat8_b> -> !tile.block<1x1xf32>
// CHECK-NEXT:    tile.store %[[C]]

// -----

// A vector of bytes is repeated as words.

tile.kernel @repeated(%A : !tile.tensor<1x32xui8, dram>, %C : !tile.tensor<64x32xui8, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<1x32xui8, dram> -> !tile.block<1x1xui8>
  %b = tile.broadcast "rows" %a : !tile.block<1x1xui8> -> !tile.block<2x1xui8>
  tile.store %b, %C[%c0, %c0] : !tile.block<2x1xui8>, !tile.tensor<64x32xui8, dram>
}

// CHECK-LABEL: tile.kernel @repeated
// CHECK:         %[[A:.+]] = tile.load
// CHECK-NEXT:    %[[WORDS:.+]] = tile.cast %[[A]] : !tile.block<1x1xui8> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[MANY:.+]] = tile.broadcast "rows" %[[WORDS]] : !tile.block<1x1xi32> -> !tile.block<2x1xi32>
// CHECK-NEXT:    %[[B:.+]] = tile.cast %[[MANY]] : !tile.block<2x1xi32> -> !tile.block<2x1xui8>
// CHECK-NEXT:    tile.store %[[B]]

// -----

// A sum of uint16 is that of its two bytes; a maximum asks for the lower byte only of what is largest
// by the upper one.

tile.kernel @bytes(%A : !tile.tensor<32x64xui16, dram>, %C : !tile.tensor<32x1xi32, dram>, %D : !tile.tensor<32x1xi32, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64xui16, dram> -> !tile.block<1x2xui16>
  %sum = tile.reduce "sum" 1 %a : !tile.block<1x2xui16> -> !tile.block<1x1xi32>
  %max = tile.reduce "max" 1 %a : !tile.block<1x2xui16> -> !tile.block<1x1xui16>
  %m = tile.cast %max : !tile.block<1x1xui16> -> !tile.block<1x1xi32>
  tile.store %sum, %C[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x1xi32, dram>
  tile.store %m, %D[%c0, %c0] : !tile.block<1x1xi32>, !tile.tensor<32x1xi32, dram>
}

// CHECK-LABEL: tile.kernel @bytes
// CHECK:         %[[A:.+]] = tile.load
// CHECK-NEXT:    %[[W:.+]] = tile.cast %[[A]] : !tile.block<1x2xui16> -> !tile.block<1x2xi32>
// CHECK-NEXT:    %[[L:.+]] = tile.scalar "and" %[[W]], (2.550000e+02)
// CHECK-NEXT:    %[[LOW:.+]] = tile.cast %[[L]] : !tile.block<1x2xi32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[LS:.+]] = tile.reduce "sum" 1 %[[LOW]] : !tile.block<1x2xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[LW:.+]] = tile.cast %[[LS]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[S:.+]] = tile.scalar "shr" %[[W]], (8.000000e+00)
// CHECK-NEXT:    %[[H:.+]] = tile.scalar "and" %[[S]], (2.550000e+02)
// CHECK-NEXT:    %[[HIGH:.+]] = tile.cast %[[H]] : !tile.block<1x2xi32> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[HS:.+]] = tile.reduce "sum" 1 %[[HIGH]] : !tile.block<1x2xbf16> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[HW:.+]] = tile.cast %[[HS]] : !tile.block<1x1xf32> -> !tile.block<1x1xi32>
// CHECK-NEXT:    %[[HW8:.+]] = tile.scalar "shl" %[[HW]], (8.000000e+00)
// CHECK-NEXT:    %[[SUM:.+]] = tile.binary "add" %[[LW]], %[[HW8]]
// CHECK:         %[[HM:.+]] = tile.reduce "max" 1 %[[HB:.+]] : !tile.block<1x2xbf16> -> !tile.block<1x1xbf16>
// CHECK:         %[[B:.+]] = tile.broadcast "cols" %[[HM]] : !tile.block<1x1xbf16> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[IN:.+]] = tile.compare "eq" %[[HB]], %[[B]]
// CHECK:         %[[OUT:.+]] = tile.fill(-2.560000e+02)
// CHECK-NEXT:    %[[LEFT:.+]] = tile.select %[[IN]], %{{.+}}, %[[OUT]]
// CHECK-NEXT:    tile.reduce "max" 1 %[[LEFT]]

// -----

// Rows of a view hold shared exponents as bfloat16, and short integers as words.

tile.kernel @views(%A : !tile.tensor<32x64x!tile.bfloat8_b, dram>, %B : !tile.tensor<32x64xi8, dram>, %C : !tile.tensor<64x32x!tile.bfloat8_b, dram>, %D : !tile.tensor<64x32xi8, dram>) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64x!tile.bfloat8_b, dram> -> !tile.block<1x2x!tile.bfloat8_b>
  %ar = tile.untilize %a : !tile.block<1x2x!tile.bfloat8_b> -> !tile.block<1x2x!tile.bfloat8_b>
  %at = tile.tilize %ar : !tile.block<1x2x!tile.bfloat8_b> -> !tile.block<2x1x!tile.bfloat8_b>
  tile.store %at, %C[%c0, %c0] : !tile.block<2x1x!tile.bfloat8_b>, !tile.tensor<64x32x!tile.bfloat8_b, dram>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<32x64xi8, dram> -> !tile.block<1x2xi8>
  %br = tile.untilize %b : !tile.block<1x2xi8> -> !tile.block<1x2xi8>
  %bt = tile.tilize %br : !tile.block<1x2xi8> -> !tile.block<2x1xi8>
  tile.store %bt, %D[%c0, %c0] : !tile.block<2x1xi8>, !tile.tensor<64x32xi8, dram>
}

// CHECK-LABEL: tile.kernel @views
// CHECK:         %[[A:.+]] = tile.load
// CHECK-NEXT:    %[[WIDE:.+]] = tile.cast %[[A]] : !tile.block<1x2x!tile.bfloat8_b> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[ROWS:.+]] = tile.untilize %[[WIDE]] : !tile.block<1x2xbf16> -> !tile.block<1x2xbf16>
// CHECK-NEXT:    %[[TILES:.+]] = tile.tilize %[[ROWS]] : !tile.block<1x2xbf16> -> !tile.block<2x1xbf16>
// CHECK-NEXT:    %[[BACK:.+]] = tile.cast %[[TILES]] : !tile.block<2x1xbf16> -> !tile.block<2x1x!tile.bfloat8_b>
// CHECK-NEXT:    tile.store %[[BACK]]
// CHECK:         %[[B:.+]] = tile.load
// CHECK-NEXT:    %[[WORDS:.+]] = tile.cast %[[B]] : !tile.block<1x2xi8> -> !tile.block<1x2xi32>
// CHECK-NEXT:    %[[ROWS2:.+]] = tile.untilize %[[WORDS]] : !tile.block<1x2xi32> -> !tile.block<1x2xi32>
// CHECK-NEXT:    %[[TILES2:.+]] = tile.tilize %[[ROWS2]] : !tile.block<1x2xi32> -> !tile.block<2x1xi32>
// CHECK-NEXT:    %[[BYTES:.+]] = tile.cast %[[TILES2]] : !tile.block<2x1xi32> -> !tile.block<2x1xi8>
// CHECK-NEXT:    tile.store %[[BYTES]]
