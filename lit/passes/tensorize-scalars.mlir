// Numbers of run time, and what is computed twice.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// A scalar parameter fills a block; a place that is no constant is a number, too.

tile.kernel @splat(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %alpha : f32, %k : i32) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %n = arith.sitofp %k : i32 to f32
    %s = arith.mulf %p, %alpha : f32
    %t = arith.addf %s, %n : f32
    tile.yield %t : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @splat
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[ALPHA:.+]]: f32, %[[K:.+]]: i32)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT:.+]] = tile.splat %[[K]] : i32 -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[SPLAT]] : !tile.block<2x2xi32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT_1:.+]] = tile.splat %[[ALPHA]] : f32 -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.binary "mul" %[[P0]], %[[SPLAT_1]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[S]], %[[CAST]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// What is computed of them outside of the body is done on blocks, unless it is arithmetic of
// integers: no RISC-V core has a unit for floats. A comparison of indices is a mask.

tile.kernel @outside(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %alpha : f32, %k : i32, %x : index, %z : index) {
  %c0 = arith.constant 0 : index
  %one = arith.constant 1.0 : f32
  %1 = arith.constant 1 : i32
  %half = arith.truncf %alpha : f32 to bf16
  %big = arith.cmpf ogt, %alpha, %one : f32
  %next = arith.addi %k, %1 : i32
  %late = arith.cmpi sge, %x, %z : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %h = arith.extf %half : bf16 to f32
    %s = arith.mulf %p, %h : f32
    %t = arith.select %big, %s, %p : f32
    %u = arith.select %late, %t, %one : f32
    %n = arith.sitofp %next : i32 to f32
    %v = arith.addf %u, %n : f32
    tile.yield %v : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @outside
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[ALPHA:.+]]: f32, %[[K:.+]]: i32, %[[X:.+]]: index, %[[Z:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[CONSTANT:.+]] = arith.constant 1 : i32
// CHECK-NEXT:    %[[NEXT:.+]] = arith.addi %[[K]], %[[CONSTANT]] : i32
// CHECK-NEXT:    %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT:.+]] = tile.splat %[[ALPHA]] : f32 -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[SPLAT]] : !tile.block<2x2xf32> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[CAST_1:.+]] = tile.cast %[[CAST]] : !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[S:.+]] = tile.binary "mul" %[[P0]], %[[CAST_1]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "gt" %[[SPLAT]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SELECT:.+]] = tile.select %[[SCALAR]], %[[S]], %[[P0]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[X]], %[[Z]] : index
// CHECK-NEXT:    %[[MASK:.+]] = tile.mask <0, 0> %[[SUBI]], %[[SELECT]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT_1:.+]] = tile.splat %[[NEXT]] : i32 -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[CAST_2:.+]] = tile.cast %[[SPLAT_1]] : !tile.block<2x2xi32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[MASK]], %[[CAST_2]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A condition that a loop carries, as a number.

tile.kernel @condition(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %alpha : f32, %flag : i1) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %s = arith.select %flag, %p, %alpha : f32
    tile.yield %s : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @condition
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[ALPHA:.+]]: f32, %[[FLAG:.+]]: i1)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT:.+]] = tile.splat %[[ALPHA]] : f32 -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[EXTUI:.+]] = arith.extui %[[FLAG]] : i1 to i32
// CHECK-NEXT:    %[[SPLAT_1:.+]] = tile.splat %[[EXTUI]] : i32 -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[SPLAT_1]] : !tile.block<2x2xi32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[CAST]], %[[P0]], %[[SPLAT]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// What computes the same is computed once, but two constants are: they are cheaper to make than to
// keep.

tile.kernel @twice(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %alpha : f32) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %a = math.exp %p : f32
    %b = math.exp %p : f32
    %c = arith.addf %a, %b : f32
    %d = arith.mulf %c, %alpha : f32
    %e = arith.mulf %c, %alpha : f32
    %f = arith.subf %d, %e : f32
    tile.yield %f : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @twice
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[ALPHA:.+]]: f32)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[A:.+]] = tile.unary "exp" %[[P0]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[C:.+]] = tile.binary "add" %[[A]], %[[A]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SPLAT:.+]] = tile.splat %[[ALPHA]] : f32 -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[D:.+]] = tile.binary "mul" %[[C]], %[[SPLAT]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "sub" %[[D]], %[[D]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
