// A scalar parameter keeps its place among the tensors, and goes to each thread that uses it.

// RUN: ttc-opt %s -p split-threads | filecheck %s

// The reader goes over `n` blocks, and so do the others; only compute needs `s`.

!T = !tile.tensor<64x64xf32, dram>
!B = !tile.block<1x1xf32>

tile.kernel @rows(%A : !T, %n : i32, %C : !T, %s : f32, %start : index, %count : index) attributes {grid = #grid.sizes<2>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, defaults = {s = 0.5 : f32}} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = arith.index_cast %n : i32 to index
  scf.for %i = %c0 to %count step %c1 {
    %work = arith.addi %start, %i {ttc.below = 2 : index} : index
    scf.for %k = %c0 to %rows step %c1 {
      %a = tile.load %A[%k, %work] : !T -> !B
      %y = tile.section <1x1> ins(%a : !B) ["tiles"] outs(:) -> (!B) {
      ^bb0(%p : !B):
        %f = tile.splat %s : f32 -> !B
        %m = tile.binary "mul" %p, %f : !B
        tile.yield %m : !B
      }
      tile.store %y, %C[%k, %work] : !B, !T
    }
  }
}

// CHECK-LABEL: host.program @rows
// CHECK-SAME:    l1_available = 1392640 : i64}
// CHECK:         %[[A:.+]] = host.tensor "A" "in"
// CHECK-NEXT:    %[[N:.+]] = host.scalar "n" : i32
// CHECK-NEXT:    %[[C:.+]] = host.tensor "C" "part"
// CHECK-NEXT:    %[[S:.+]] = host.scalar "s" {default = 5.000000e-01 : f32} : f32
// CHECK-NEXT:    host.kernel @rows_reader "reader"(%{{.+}}, %[[A]], %[[N]]) work ["start", "count"]
// CHECK-NEXT:    host.kernel @rows_compute "compute"(%{{.+}}, %{{.+}}, %[[N]], %[[S]]) work ["count"]
// CHECK-NEXT:    host.kernel @rows_writer "writer"(%{{.+}}, %[[C]], %[[N]]) work ["start", "count"]
// CHECK-LABEL: metal.kernel @rows_compute
// CHECK-SAME:    , %[[N:[a-z]+]]: i32, %[[S:[a-z]+]]: f32, %{{.+}}: index)
// CHECK:         %[[ROWS:.+]] = arith.index_cast %[[N]] : i32 to index
// CHECK:           scf.for %{{.+}} = %{{.+}} to %[[ROWS]]
// CHECK:             tile.splat %[[S]] : f32
