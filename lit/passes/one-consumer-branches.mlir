// What a branch results in comes from a section of each way.

// RUN: ttc-opt %s -p one-consumer --split-input-file | filecheck %s

// A way that hands on a block of outside copies it; one that makes it here does not.

tile.kernel @ways(%A : !tile.tensor<32x64xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
  %which = arith.cmpi eq, %n, %c0 : index
  %y = scf.if %which -> (!tile.block<1x1xf32>) {
    %s = tile.section <1x1> ins(%a : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>):
      %e = tile.unary "exp" %p : !tile.block<1x1xf32>
      tile.yield %e : !tile.block<1x1xf32>
    }
    scf.yield %s : !tile.block<1x1xf32>
  } else {
    scf.yield %a : !tile.block<1x1xf32>
  }
  tile.store %y, %A[%c0, %c1] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @ways
// CHECK-SAME:  (%[[A:.+]]: !tile.tensor<32x64xf32, dram>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %[[A_:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[WHICH:.+]] = arith.cmpi eq, %[[N]], %[[C0]] : index
// CHECK-NEXT:    %[[Y:.+]] = scf.if %[[WHICH]] -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:      %[[S:.+]] = tile.section <1x1> ins(%[[A_]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        %[[E:.+]] = tile.unary "exp" %[[P]] : !tile.block<1x1xf32>
// CHECK-NEXT:        tile.yield %[[E]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[S]] : !tile.block<1x1xf32>
// CHECK-NEXT:    } else {
// CHECK-NEXT:      %[[A_1:.+]] = tile.section <1x1> ins(%[[A_]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:      ^bb0(%[[A_2:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        tile.yield %[[A_2]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[A_1]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C1]]] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>

// -----

// What a way yields and stores is made twice.

tile.kernel @stored(%A : !tile.tensor<32x64xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
  %which = arith.cmpi eq, %n, %c0 : index
  %y = scf.if %which -> (!tile.block<1x1xf32>) {
    %s = tile.section <1x1> ins(%a : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>) {
    ^bb0(%p : !tile.block<1x1xf32>):
      %e = tile.unary "exp" %p : !tile.block<1x1xf32>
      tile.yield %e : !tile.block<1x1xf32>
    }
    tile.store %s, %A[%c0, %c0] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
    scf.yield %s : !tile.block<1x1xf32>
  } else {
    %z = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
      %f = tile.fill(0.0) : !tile.block<1x1xf32>
      tile.yield %f : !tile.block<1x1xf32>
    }
    scf.yield %z : !tile.block<1x1xf32>
  }
  tile.store %y, %A[%c0, %c1] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @stored
// CHECK-SAME:  (%[[A:.+]]: !tile.tensor<32x64xf32, dram>, %[[N:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         %[[A_:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]] : !tile.tensor<32x64xf32, dram> -> !tile.block<1x1xf32>
// CHECK-NEXT:    %[[WHICH:.+]] = arith.cmpi eq, %[[N]], %[[C0]] : index
// CHECK-NEXT:    %[[Y:.+]] = scf.if %[[WHICH]] -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:      %[[S:.+]], %[[V0:.+]] = tile.section <1x1> ins(%[[A_]] : !tile.block<1x1xf32>) ["tiles"] outs(:) -> (!tile.block<1x1xf32>, !tile.block<1x1xf32>) {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:        %[[E:.+]] = tile.unary "exp" %[[P]] : !tile.block<1x1xf32>
// CHECK-NEXT:        tile.yield %[[E]], %[[E]] : !tile.block<1x1xf32>, !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      tile.store %[[S]], %[[A]][%[[C0]], %[[C0]]] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
// CHECK-NEXT:      scf.yield %[[V0]] : !tile.block<1x1xf32>
// CHECK-NEXT:    } else {
// CHECK-NEXT:      %[[Z:.+]] = tile.section <1x1> ins(:) [] outs(:) -> (!tile.block<1x1xf32>) {
// CHECK-NEXT:        %[[F:.+]] = tile.fill(0.000000e+00) : !tile.block<1x1xf32>
// CHECK-NEXT:        tile.yield %[[F]] : !tile.block<1x1xf32>
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[Z]] : !tile.block<1x1xf32>
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[Y]], %[[A]][%[[C0]], %[[C1]]] : !tile.block<1x1xf32>, !tile.tensor<32x64xf32, dram>
