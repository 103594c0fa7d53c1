// Comparisons, selections and the logic between them.

// RUN: ttc-opt %s -p tensorize --split-input-file | filecheck %s

// A comparison gives 1 or 0 in the type of its operands; a constant on the left changes sides. The
// condition of a selection is float32.

tile.kernel @compare(%P : !tile.tensor<64x64xbf16, dram>, %Q : !tile.tensor<64x64xbf16, dram>, %Y : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %q0 = tile.load %Q[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %y = tile.generic ins(%p0, %q0) : (!tile.block<2x2xbf16>, !tile.block<2x2xbf16>) -> !tile.block<2x2xbf16> {
  ^bb0(%p : bf16, %q : bf16):
    %zero = arith.constant 0.0 : bf16
    %one = arith.cmpf olt, %zero, %p : bf16
    %two = arith.cmpf oge, %p, %q : bf16
    %s = arith.select %one, %p, %q : bf16
    %t = arith.select %two, %s, %zero : bf16
    tile.yield %t : bf16
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @compare
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xbf16, dram>, %[[Q:.+]]: !tile.tensor<64x64xbf16, dram>, %[[Y:.+]]: !tile.tensor<64x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[Q0:.+]] = tile.load %[[Q]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "gt" %[[P0]], (0.000000e+00) : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[COMPARE:.+]] = tile.compare "ge" %[[P0]], %[[Q0]] : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[SCALAR]] : !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SELECT:.+]] = tile.select %[[CAST]], %[[P0]], %[[Q0]] : !tile.block<2x2xf32>, !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[CAST_1:.+]] = tile.cast %[[COMPARE]] : !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[FILL:.+]] = tile.fill(0.000000e+00) : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[CAST_1]], %[[SELECT]], %[[FILL]] : !tile.block<2x2xf32>, !tile.block<2x2xbf16>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>

// -----

// And is a product, or a maximum, exclusive or a difference; not is what is left of 1.

tile.kernel @logic(%P : !tile.tensor<64x64xf32, dram>, %Q : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %q0 = tile.load %Q[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0, %q0) : (!tile.block<2x2xf32>, !tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32, %q : f32):
    %yes = arith.constant true
    %a = arith.cmpf ogt, %p, %q : f32
    %b = arith.cmpf une, %p, %q : f32
    %c = arith.cmpf ole, %p, %q : f32
    %ab = arith.andi %a, %b : i1
    %abc = arith.ori %ab, %c : i1
    %x = arith.xori %abc, %a : i1
    %not = arith.xori %x, %yes : i1
    %s = arith.select %not, %p, %q : f32
    tile.yield %s : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @logic
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Q:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Q0:.+]] = tile.load %[[Q]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE:.+]] = tile.compare "gt" %[[P0]], %[[Q0]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE_1:.+]] = tile.compare "ne" %[[P0]], %[[Q0]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE_2:.+]] = tile.compare "le" %[[P0]], %[[Q0]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[BINARY:.+]] = tile.binary "mul" %[[COMPARE]], %[[COMPARE_1]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[BINARY_1:.+]] = tile.binary "max" %[[BINARY]], %[[COMPARE_2]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE_3:.+]] = tile.compare "ne" %[[BINARY_1]], %[[COMPARE]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SCALAR:.+]] = tile.scalar "rsub" %[[COMPARE_3]], (1.000000e+00) : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[SCALAR]], %[[P0]], %[[Q0]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// What is known is decided: true and x is x, false and x is false, a selection by it is one side.

tile.kernel @constants(%P : !tile.tensor<64x64xf32, dram>, %Q : !tile.tensor<64x64xf32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %q0 = tile.load %Q[%c0, %c0] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
  %y = tile.generic ins(%p0, %q0) : (!tile.block<2x2xf32>, !tile.block<2x2xf32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : f32, %q : f32):
    %yes = arith.constant true
    %no = arith.constant false
    %one = arith.constant 1.0 : f32
    %two = arith.constant 2.0 : f32
    %a = arith.cmpf ogt, %p, %q : f32
    %b = arith.andi %yes, %a : i1
    %c = arith.ori %no, %b : i1
    %d = arith.xori %no, %c : i1
    %less = arith.cmpf olt, %one, %two : f32
    %s = arith.select %less, %p, %q : f32
    %e = arith.andi %no, %a : i1
    %t = arith.select %e, %q, %s : f32
    %f = arith.ori %a, %yes : i1
    %u = arith.select %f, %t, %q : f32
    %v = arith.select %d, %u, %q : f32
    tile.yield %v : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @constants
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xf32, dram>, %[[Q:.+]]: !tile.tensor<64x64xf32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Q0:.+]] = tile.load %[[Q]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xf32, dram> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[COMPARE:.+]] = tile.compare "gt" %[[P0]], %[[Q0]] : !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[COMPARE]], %[[P0]], %[[Q0]] : !tile.block<2x2xf32>, !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>

// -----

// What is no number; of two elements, where either is none.

tile.kernel @unordered(%P : !tile.tensor<64x64xbf16, dram>, %Q : !tile.tensor<64x64xbf16, dram>, %Y : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %q0 = tile.load %Q[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %y = tile.generic ins(%p0, %q0) : (!tile.block<2x2xbf16>, !tile.block<2x2xbf16>) -> !tile.block<2x2xbf16> {
  ^bb0(%p : bf16, %q : bf16):
    %a = arith.cmpf uno, %p, %p : bf16
    %s = arith.select %a, %q, %p : bf16
    %b = arith.cmpf uno, %s, %q : bf16
    %t = arith.select %b, %p, %s : bf16
    tile.yield %t : bf16
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @unordered
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xbf16, dram>, %[[Q:.+]]: !tile.tensor<64x64xbf16, dram>, %[[Y:.+]]: !tile.tensor<64x64xbf16, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[Q0:.+]] = tile.load %[[Q]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[UNARY:.+]] = tile.unary "isnan" %[[P0]] : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[CAST:.+]] = tile.cast %[[UNARY]] : !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[SELECT:.+]] = tile.select %[[CAST]], %[[Q0]], %[[P0]] : !tile.block<2x2xf32>, !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[UNARY_1:.+]] = tile.unary "isnan" %[[SELECT]] : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[UNARY_2:.+]] = tile.unary "isnan" %[[Q0]] : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[BINARY:.+]] = tile.binary "max" %[[UNARY_1]], %[[UNARY_2]] : !tile.block<2x2xbf16>
// CHECK-NEXT:    %[[CAST_1:.+]] = tile.cast %[[BINARY]] : !tile.block<2x2xbf16> -> !tile.block<2x2xf32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.select %[[CAST_1]], %[[P0]], %[[SELECT]] : !tile.block<2x2xf32>, !tile.block<2x2xbf16>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>

// -----

// A condition as a number.

tile.kernel @as_number(%P : !tile.tensor<64x64xi32, dram>, %Q : !tile.tensor<64x64xi32, dram>, %Y : !tile.tensor<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %p0 = tile.load %P[%c0, %c0] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
  %q0 = tile.load %Q[%c0, %c0] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
  %y = tile.generic ins(%p0, %q0) : (!tile.block<2x2xi32>, !tile.block<2x2xi32>) -> !tile.block<2x2xf32> {
  ^bb0(%p : i32, %q : i32):
    %a = arith.cmpi sgt, %p, %q : i32
    %n = arith.uitofp %a : i1 to f32
    tile.yield %n : f32
  }
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @as_number
// CHECK-SAME:    (%[[P:.+]]: !tile.tensor<64x64xi32, dram>, %[[Q:.+]]: !tile.tensor<64x64xi32, dram>, %[[Y:.+]]: !tile.tensor<64x64xf32, dram>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         %[[P0:.+]] = tile.load %[[P]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[Q0:.+]] = tile.load %[[Q]][%[[C0]], %[[C0]]] : !tile.tensor<64x64xi32, dram> -> !tile.block<2x2xi32>
// CHECK-NEXT:    %[[COMPARE:.+]] = tile.compare "gt" %[[P0]], %[[Q0]] : !tile.block<2x2xi32>
// CHECK-NEXT:    %[[Y_1:.+]] = tile.cast %[[COMPARE]] : !tile.block<2x2xi32> -> !tile.block<2x2xf32>
// CHECK-NEXT:    tile.store %[[Y_1]], %[[Y]][%[[C0]], %[[C0]]] : !tile.block<2x2xf32>, !tile.tensor<64x64xf32, dram>
