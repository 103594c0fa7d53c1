// Widening a block costs nothing where it is brought into DST: each section has a cast of its own.

// RUN: ttc-opt %s -p choose-subblocks --split-input-file | filecheck %s

// Both halves of a bfloat16 block are used in two sections; nothing is kept in float32 for the second.

tile.kernel @rotated(%X : !tile.tensor<32x64xbf16, dram>, %C : !tile.tensor<32x32xf32, dram>, %S : !tile.tensor<32x32xf32, dram>, %Y : !tile.tensor<32x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<32x64xbf16, dram> -> !tile.block<1x2xbf16>
  %c = tile.load %C[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %s = tile.load %S[%c0, %c0] : !tile.tensor<32x32xf32, dram> -> !tile.block<1x1xf32>
  %a = tile.extract %x[%c0, %c0] : !tile.block<1x2xbf16> -> !tile.block<1x1xbf16>
  %b = tile.extract %x[%c0, %c1] : !tile.block<1x2xbf16> -> !tile.block<1x1xbf16>
  %p = tile.cast %a : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  %q = tile.cast %b : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  %pc = tile.binary "mul" %p, %c : !tile.block<1x1xf32>
  %qs = tile.binary "mul" %q, %s : !tile.block<1x1xf32>
  %y = tile.binary "sub" %pc, %qs : !tile.block<1x1xf32>
  %qc = tile.binary "mul" %q, %c : !tile.block<1x1xf32>
  %ps = tile.binary "mul" %p, %s : !tile.block<1x1xf32>
  %z = tile.binary "add" %qc, %ps : !tile.block<1x1xf32>
  tile.store %y, %Y[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
  tile.store %z, %Y[%c0, %c1] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @rotated
// CHECK:         tile.section <1x1> ins(%x, %c, %s : {{.*}}) ["whole", "tiles", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK:           %a = tile.extract
// CHECK-NEXT:      %p = tile.cast %a
// CHECK:           %b = tile.extract
// CHECK-NEXT:      %q = tile.cast %b
// CHECK:           tile.binary "sub"
// CHECK:         tile.section <1x1> ins(%x, %c, %s : {{.*}}) ["whole", "tiles", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK:           %b_1 = tile.extract
// CHECK-NEXT:      %q_1 = tile.cast %b_1
// CHECK-NEXT:      tile.binary "mul" %q_1
// CHECK-NEXT:      %a_1 = tile.extract
// CHECK-NEXT:      %p_1 = tile.cast %a_1
// CHECK-NEXT:      tile.binary "mul" %p_1
// CHECK-NEXT:      tile.binary "add"

// -----

// A sum with what the first section used comes from L1 in bfloat16; what DST rounds, it widens.

tile.kernel @alone(%X : !tile.tensor<32x32xbf16, dram>, %Y : !tile.tensor<32x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = tile.load %X[%c0, %c0] : !tile.tensor<32x32xbf16, dram> -> !tile.block<1x1xbf16>
  %p = tile.cast %x : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  %e = tile.unary "exp" %p : !tile.block<1x1xf32>
  %r = tile.cast %e : !tile.block<1x1xf32> -> !tile.block<1x1xbf16>
  %w = tile.cast %r : !tile.block<1x1xbf16> -> !tile.block<1x1xf32>
  %y = tile.unary "sin" %w : !tile.block<1x1xf32>
  tile.store %y, %Y[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
  %t = tile.transpose %y : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
  %z = tile.binary "add" %t, %p : !tile.block<1x1xf32>
  tile.store %z, %Y[%c0, %c1] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @alone
// CHECK:         tile.section <1x1> ins(%x : !tile.block<1x1xbf16>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK:         tile.section <1x1> ins(%y, %x : !tile.block<1x1xf32>, !tile.block<1x1xbf16>) ["transposed", "tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK:           tile.transpose
// CHECK-NEXT:      %p_1 = tile.cast %x_2
// CHECK-NEXT:      tile.binary "add" %t, %p_1
