// Numbers of places: masks where they are compared with 0, iotas where they are values.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// A condition on places with a constant on the other side masks a block; nothing else is made.

tile.kernel @causal(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %least = arith.constant 0xff800000 : f32
    %at = tile.index <1, -1> %d
    %ge = arith.cmpi sge, %at, %c0 : index
    %s = arith.select %ge, %p, %least : f32
    tile.yield %s : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @causal
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.mask <1, -1> %[[D]], %[[P0]], (neg_inf) : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// Each of the six comparisons in half planes: x > 0 is x - 1 >= 0, x < 0 is -x - 1 >= 0, x <= 0 is
// -x >= 0. Both of x >= 0 and -x >= 0 are x == 0; x != 0 is one of two, with ones where it holds.

tile.kernel @six(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %zero = arith.constant 0.0 : f32
    %at = tile.index <1, 0> %d
    %gt = arith.cmpi sgt, %at, %c0 : index
    %s1 = arith.select %gt, %p, %zero : f32
    %lt = arith.cmpi slt, %at, %c0 : index
    %s2 = arith.select %lt, %s1, %zero : f32
    %le = arith.cmpi sle, %at, %c0 : index
    %s3 = arith.select %le, %s2, %zero : f32
    %eq = arith.cmpi eq, %at, %c0 : index
    %s4 = arith.select %eq, %s3, %zero : f32
    %ne = arith.cmpi ne, %at, %c0 : index
    %s5 = arith.select %ne, %s4, %zero : f32
    tile.yield %s5 : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @six
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant -1 : index
// CHECK-DAG:     %[[C_1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[D]], %[[C_1]] : index
// CHECK-NEXT:    %[[P0_1:.+]] = tile.mask <1, 0> %[[SUBI]], %[[P0]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_1:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[P0_2:.+]] = tile.mask <-1, 0> %[[SUBI_1]], %[[P0_1]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_2:.+]] = arith.subi %[[C0]], %[[D]] : index
// CHECK-NEXT:    %[[P0_3:.+]] = tile.mask <-1, 0> %[[SUBI_2]], %[[P0_2]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_3:.+]] = arith.subi %[[C0]], %[[D]] : index
// CHECK-NEXT:    %[[P0_4:.+]] = tile.mask <1, 0> %[[D]], %[[P0_3]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[P0_5:.+]] = tile.mask <-1, 0> %[[SUBI_3]], %[[P0_4]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_4:.+]] = arith.subi %[[C0]], %[[D]] : index
// CHECK-NEXT:    %[[MASK:.+]] = tile.mask <1, 0> %[[D]], %[[FILL]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK_1:.+]] = tile.mask <-1, 0> %[[SUBI_4]], %[[MASK]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL_1:.+]] = tile.fill(0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[MASK_1]], %[[P0_5]], %[[FILL_1]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A constant on the left keeps the other side outside of the planes; two constants are a fill that
// is masked. x == 0 has no single opposite: its ones select.

tile.kernel @sides(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %one = arith.constant 1.0 : f32
    %two = arith.constant 2.0 : f32
    %at = tile.index <0, 1> %d
    %ge = arith.cmpi sge, %at, %c0 : index
    %s1 = arith.select %ge, %one, %p : f32
    %ne = arith.cmpi ne, %at, %c0 : index
    %s2 = arith.select %ne, %two, %s1 : f32
    %eq = arith.cmpi eq, %at, %c0 : index
    %s3 = arith.select %eq, %two, %s2 : f32
    %s4 = arith.select %ge, %one, %two : f32
    %s5 = arith.addf %s3, %s4 : f32
    tile.yield %s5 : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @sides
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant -1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[P0_1:.+]] = tile.mask <0, -1> %[[SUBI]], %[[P0]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_1:.+]] = arith.subi %[[C0]], %[[D]] : index
// CHECK-NEXT:    %[[P0_2:.+]] = tile.mask <0, 1> %[[D]], %[[P0_1]], (2.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[P0_3:.+]] = tile.mask <0, -1> %[[SUBI_1]], %[[P0_2]], (2.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_2:.+]] = arith.subi %[[C0]], %[[D]] : index
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK:.+]] = tile.mask <0, 1> %[[D]], %[[FILL]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK_1:.+]] = tile.mask <0, -1> %[[SUBI_2]], %[[MASK]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL_1:.+]] = tile.fill(2.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SELECT:.+]] = tile.select %[[MASK_1]], %[[FILL_1]], %[[P0_3]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL_2:.+]] = tile.fill(1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK_2:.+]] = tile.mask <0, 1> %[[D]], %[[FILL_2]], (2.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[SELECT]], %[[MASK_2]] : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// Planes joined by and are masked one after the other; not turns each around and makes or of and.

tile.kernel @both(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %yes = arith.constant true
    %zero = arith.constant 0.0 : f32
    %row = tile.index <1, 0> %d
    %col = tile.index <0, 1> %d
    %r = arith.cmpi sge, %row, %c0 : index
    %c = arith.cmpi sge, %col, %c0 : index
    %and = arith.andi %r, %c : i1
    %s1 = arith.select %and, %p, %zero : f32
    %or = arith.ori %r, %c : i1
    %nor = arith.xori %or, %yes : i1
    %s2 = arith.select %nor, %s1, %zero : f32
    %s3 = arith.select %or, %zero, %s2 : f32
    tile.yield %s3 : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @both
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant -1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[P0_1:.+]] = tile.mask <1, 0> %[[D]], %[[P0]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[P0_2:.+]] = tile.mask <0, 1> %[[D]], %[[P0_1]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[SUBI_1:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[P0_3:.+]] = tile.mask <-1, 0> %[[SUBI]], %[[P0_2]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[P0_4:.+]] = tile.mask <0, -1> %[[SUBI_1]], %[[P0_3]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI_2:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[SUBI_3:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[P0_5:.+]] = tile.mask <-1, 0> %[[SUBI_2]], %[[P0_4]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.mask <0, -1> %[[SUBI_3]], %[[P0_5]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A condition on elements is masked by planes: with 0 outside for and, with 1 inside for or.
// Exclusive or needs ones and zeros.

tile.kernel @mixed(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %zero = arith.constant 0.0 : f32
    %row = tile.index <1, 0> %d
    %r = arith.cmpi sge, %row, %c0 : index
    %c = arith.cmpf ogt, %p, %zero : f32
    %and = arith.andi %r, %c : i1
    %or = arith.ori %and, %r : i1
    %x = arith.xori %or, %r : i1
    %s = arith.select %x, %p, %zero : f32
    tile.yield %s : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @mixed
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C:.+]] = arith.constant -1 : index
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "gt" %[[P0]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK:.+]] = tile.mask <1, 0> %[[D]], %[[SCALAR]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SUBI:.+]] = arith.subi %[[C]], %[[D]] : index
// CHECK-NEXT:    %[[MASK_1:.+]] = tile.mask <-1, 0> %[[SUBI]], %[[MASK]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK_2:.+]] = tile.mask <1, 0> %[[D]], %[[FILL]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE:.+]] = tile.compare "ne" %[[MASK_1]], %[[MASK_2]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL_1:.+]] = tile.fill(0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[COMPARE]], %[[P0]], %[[FILL_1]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// A place as a value is an iota in float32, converted where another type is asked for.

tile.kernel @values(%P : !tile.tensor<64x64xi32, dram>, %Y : !tile.tensor<64x64xi32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xi32>) -> !tile.block<2x2xi32> {
  ^bb0(%p : i32):
    %at = tile.index <1, -2> %d
    %i = arith.index_cast %at : index to i32
    %s = arith.addi %p, %i : i32
    tile.yield %s : i32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xi32>, !tile.tensor<64x64xi32, dram>
}

// CHECK-LABEL: tile.kernel @values
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xi32, dram>, %[[Y:.+]]: !tile.tensor<64x64xi32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[IOTA:.+]] = tile.iota <1, -2> %[[D]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[IOTA]] : !tile.block<2x2xf32> -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.binary "add" %[[P0]], %[[CAST]] : !tile.block<2x2xi32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xi32>, !tile.tensor<64x64xi32, dram>

// -----

// A number that is the same everywhere and known is a constant.

tile.kernel @known(%P : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0) : (!tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32):
    %at = tile.index <0, 0> %c0
    %is = arith.cmpi sge, %at, %c0 : index
    %n = arith.index_cast %at : index to i32
    %f = arith.sitofp %n : i32 to f32
    %s = arith.addf %p, %f : f32
    %t = arith.select %is, %s, %p : f32
    tile.yield %t : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @known
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.scalar "add" %[[P0]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// Planes as a number are the mask.

tile.kernel @as_number(%Y : !tile.tensor<64x64xbf16, dram>, %d : index) {
  %c0 = arith.constant 0 : index
  %y = tile.generic ins() : () -> !tile.block<2x2xbf16> {
    %at = tile.index <1, 0> %d
    %ge = arith.cmpi sge, %at, %c0 : index
    %n = arith.uitofp %ge : i1 to bf16
    tile.yield %n : bf16
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @as_number
// CHECK-SAME:    (%[[Y:.+]]: !tile.tensor<64x64xbf16, dram>, %[[D:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[FILL:.+]] = tile.fill(1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[MASK:.+]] = tile.mask <1, 0> %[[D]], %[[FILL]], (0.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.cast %[[MASK]] : !tile.block<2x2xf32> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
