// What a loop carries comes from a section beside it, and from nowhere else.

// RUN: ttc-opt %s -p one-consumer --split-input-file | filecheck %s

// The loop starts from a loaded block and yields one: both are copied by compute. The carried
// block goes to compute in every turn, so that the writer gets its copy of the last one.

tile.kernel @loaded(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
  %l = scf.for %k = %c0 to %c4 step %c1 iter_args(%last = %a) -> (!tile.block<2x2xbf16>) {
    %b = tile.load %B[%k, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
    scf.yield %b : !tile.block<2x2xbf16>
  }
  tile.store %l, %B[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @loaded
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[A_1:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[A_2:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      tile.yield %[[A_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[LAST:.+]] = %[[A_1]]) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[K]], %[[C0]]]
// CHECK-NEXT:      %[[B_1:.+]] = tile.section <2x2> ins(%[[B1]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      ^bb0(%[[B_2:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:        tile.yield %[[B_2]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[B_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L_1:.+]] = tile.section <2x2> ins(%[[L]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[L_2:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      tile.yield %[[L_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[L_1]], %[[B]][%[[C0]], %[[C0]]]

// -----

// A reloaded sum: init and yield are made for the loop alone, only the writer's block is copied.

tile.kernel @reload(%A : !tile.tensor<64x64xbf16, dram>, %B : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
    %z = tile.fill(0.0) : !tile.block<2x2xbf16>
    tile.yield %z : !tile.block<2x2xbf16>
  }
  %l = scf.for %k = %c0 to %c4 step %c1 iter_args(%sum = %zero) -> (!tile.block<2x2xbf16>) {
    %a = tile.load %A[%k, %c0] : !tile.tensor<64x64xbf16, dram> -> !tile.block<2x2xbf16>
    %next = tile.section <2x2> ins(%a, %sum : !tile.block<2x2xbf16>, !tile.block<2x2xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
    ^bb0(%p : !tile.block<2x2xbf16>, %q : !tile.block<2x2xbf16>):
      %s = tile.binary "add" %p, %q : !tile.block<2x2xbf16>
      tile.yield %s : !tile.block<2x2xbf16>
    }
    scf.yield %next : !tile.block<2x2xbf16>
  }
  tile.store %l, %B[%c0, %c0] : !tile.block<2x2xbf16>, !tile.tensor<64x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @reload
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>, %[[B:.+]]: !tile.tensor<64x64xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[ZERO:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      tile.yield %[[Z]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[SUM:.+]] = %[[ZERO]]) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[K]], %[[C0]]]
// CHECK-NEXT:      %[[NEXT:.+]] = tile.section <2x2> ins(%[[A1]], %[[SUM]] : !tile.block<2x2xbf16>, !tile.block<2x2xbf16>) ["tiles", "tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>, %[[Q:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:        %[[S:.+]] = tile.binary "add" %[[P]], %[[Q]]
// CHECK-NEXT:        tile.yield %[[S]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L_1:.+]] = tile.section <2x2> ins(%[[L]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:    ^bb0(%[[L_2:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:      tile.yield %[[L_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[L_1]], %[[B]][%[[C0]], %[[C0]]]

// -----

// What the packer accumulates never leaves its buffer before the end: the writer takes it.

tile.kernel @packer(%A : !tile.tensor<128x128xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %C : !tile.tensor<128x64xf32, dram>) attributes {fp32_dest} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<4x2xf32>) {
    %z = tile.fill(0.0) : !tile.block<2x2xf32>
    tile.yield %z : !tile.block<2x2xf32>
  }
  %c = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %zero) -> (!tile.block<4x2xf32>) {
    %a = tile.load %A[%c0, %k] : !tile.tensor<128x128xbf16, dram> -> !tile.block<4x1xbf16>
    %b = tile.load %B[%k, %c0] : !tile.tensor<128x64xbf16, dram> -> !tile.block<1x2xbf16>
    %next = tile.section <2x2> ins(%a, %b : !tile.block<4x1xbf16>, !tile.block<1x2xbf16>) ["rows", "cols"] outs(:) acc %acc : !tile.block<4x2xf32> -> (!tile.block<4x2xf32>) {
    ^bb0(%p : !tile.block<2x1xbf16>, %q : !tile.block<1x2xbf16>):
      %z = tile.fill(0.0) : !tile.block<2x2xf32>
      %m = tile.matmul %p, %q, %z : !tile.block<2x1xbf16>, !tile.block<1x2xbf16> -> !tile.block<2x2xf32>
      tile.yield %m : !tile.block<2x2xf32>
    }
    scf.yield %next : !tile.block<4x2xf32>
  }
  tile.store %c, %C[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @packer
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x128xbf16, dram>, %[[B:.+]]: !tile.tensor<128x64xbf16, dram>, %[[C:.+]]: !tile.tensor<128x64xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[ZERO:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      tile.yield %[[Z]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[C2:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[K]]]
// CHECK-NEXT:      %[[B1:.+]] = tile.load %[[B]][%[[K]], %[[C0]]]
// CHECK-NEXT:      %[[NEXT:.+]] = tile.section <2x2> ins(%[[A1]], %[[B1]] : !tile.block<4x1xbf16>, !tile.block<1x2xbf16>) ["rows", "cols"] outs(:) acc %[[ACC]] : !tile.block<4x2xf32> -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      ^bb0(%[[P:.+]]: !tile.block<2x1xbf16>, %[[Q:.+]]: !tile.block<1x2xbf16>):
// CHECK-NEXT:        %[[Z_1:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:        %[[M:.+]] = tile.matmul %[[P]], %[[Q]], %[[Z_1]]
// CHECK-NEXT:        tile.yield %[[M]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[NEXT]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[C2]], %[[C]][%[[C0]], %[[C0]]]

// -----

// One block starts two carried values, which change places: every one is copied. A copy takes as
// many tiles at a time as a 32-bit DST has: 4.

tile.kernel @crosswise(%A : !tile.tensor<128x64xf32, dram>, %B : !tile.tensor<128x64xf32, dram>) attributes {fp32_dest} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x64xf32, dram> -> !tile.block<4x2xf32>
  %l, %m = scf.for %k = %c0 to %c4 step %c1 iter_args(%p = %a, %q = %a) -> (!tile.block<4x2xf32>, !tile.block<4x2xf32>) {
    scf.yield %q, %p : !tile.block<4x2xf32>, !tile.block<4x2xf32>
  }
  tile.store %l, %A[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
  tile.store %m, %B[%c0, %c0] : !tile.block<4x2xf32>, !tile.tensor<128x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @crosswise
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<128x64xf32, dram>, %[[B:.+]]: !tile.tensor<128x64xf32, dram>)
// CHECK-SAME:    {fp32_dest}
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[A1:.+]] = tile.load %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    %[[A_1:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_2:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:      tile.yield %[[A_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[A_3:.+]] = tile.section <2x2> ins(%[[A1]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[A_4:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:      tile.yield %[[A_4]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L:.+]], %[[M:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[P:.+]] = %[[A_1]], %[[Q:.+]] = %[[A_3]]) -> (!tile.block<4x2xf32>, !tile.block<4x2xf32>) {
// CHECK-NEXT:      %[[Q_1:.+]] = tile.section <2x2> ins(%[[Q]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      ^bb0(%[[Q_2:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:        tile.yield %[[Q_2]]
// CHECK-NEXT:      }
// CHECK-NEXT:      %[[P_1:.+]] = tile.section <2x2> ins(%[[P]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:      ^bb0(%[[P_2:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:        tile.yield %[[P_2]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[Q_1]], %[[P_1]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[M_1:.+]] = tile.section <2x2> ins(%[[M]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[M_2:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:      tile.yield %[[M_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[L_1:.+]] = tile.section <2x2> ins(%[[L]] : !tile.block<4x2xf32>) ["tiles"] outs(:) -> (!tile.block<4x2xf32>) {
// CHECK-NEXT:    ^bb0(%[[L_2:.+]]: !tile.block<2x2xf32>):
// CHECK-NEXT:      tile.yield %[[L_2]]
// CHECK-NEXT:    }
// CHECK-NEXT:    tile.store %[[L_1]], %[[A]][%[[C0]], %[[C0]]]
// CHECK-NEXT:    tile.store %[[M_1]], %[[B]][%[[C0]], %[[C0]]]

// -----

// A nest that only hands its sum on is one carried value: no copy between its loops.

tile.kernel @nest(%A : !tile.tensor<64x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
    %z = tile.fill(0.0) : !tile.block<2x2xbf16>
    tile.yield %z : !tile.block<2x2xbf16>
  }
  %o = scf.for %k = %c0 to %c4 step %c1 iter_args(%outer = %zero) -> (!tile.block<2x2xbf16>) {
    %n = scf.for %l = %c0 to %c4 step %c1 iter_args(%inner = %outer) -> (!tile.block<2x2xbf16>) {
      %next = tile.section <2x2> ins(%inner : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
      ^bb0(%p : !tile.block<2x2xbf16>):
        %s = tile.scalar "add" %p, (1.0) : !tile.block<2x2xbf16>
        tile.yield %s : !tile.block<2x2xbf16>
      }
      scf.yield %next : !tile.block<2x2xbf16>
    }
    scf.yield %n : !tile.block<2x2xbf16>
  }
}

// CHECK-LABEL: tile.kernel @nest
// CHECK-SAME:    (%[[A:.+]]: !tile.tensor<64x64xbf16, dram>) {
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C4:.+]] = arith.constant 4 : index
// CHECK:         %[[ZERO:.+]] = tile.section <2x2> ins(:) [] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[Z:.+]] = tile.fill(0.000000e+00)
// CHECK-NEXT:      tile.yield %[[Z]]
// CHECK-NEXT:    }
// CHECK-NEXT:    %[[O:.+]] = scf.for %[[K:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[OUTER:.+]] = %[[ZERO]]) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:      %[[N:.+]] = scf.for %[[L:.+]] = %[[C0]] to %[[C4]] step %[[C1]] iter_args(%[[INNER:.+]] = %[[OUTER]]) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:        %[[NEXT:.+]] = tile.section <2x2> ins(%[[INNER]] : !tile.block<2x2xbf16>) ["tiles"] outs(:) -> (!tile.block<2x2xbf16>) {
// CHECK-NEXT:        ^bb0(%[[P:.+]]: !tile.block<2x2xbf16>):
// CHECK-NEXT:          %[[S:.+]] = tile.scalar "add" %[[P]], (1.000000e+00)
// CHECK-NEXT:          tile.yield %[[S]]
// CHECK-NEXT:        }
// CHECK-NEXT:        scf.yield %[[NEXT]]
// CHECK-NEXT:      }
// CHECK-NEXT:      scf.yield %[[N]]
