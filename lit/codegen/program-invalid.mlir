// A program names kernels that the module has.

// RUN: not ttc-opt %s -t metalium 2>&1 | filecheck %s

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  host.kernel @absent "compute"() work [] :
} loc("p.py":1:1)
// CHECK:      error: the module has no kernel '@absent'
// CHECK-NEXT:   --> p.py:1:1
