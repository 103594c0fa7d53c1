// A launch: its tensors, its circular buffers, its three kernels and what each core works on.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

host.program @scale() attributes {
  target = "wormhole", grid = #grid.sizes<3x1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (1, 0), (0, 1) to (0, 1)>,
  work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (0, 1) 2 + 1>,
  l1_available = 1392640 : i64, dram_read = 6144 : i64, dram_write = 6144 : i64,
  fp32_dest, notes = ["half is stored as bfloat16"]
} {
  %A = host.tensor "A" "in" : !tile.tensor<32x96xbf16, dram>
  %B = host.tensor "B" "out" : !tile.tensor<32x96xbf16, dram>
  %a = host.cb "A_shared" "reader" to "compute" : !metal.cb<1x1xbf16, depth=2, id=0>
  %b = host.cb "B_shared" "compute" to "writer" : !metal.cb<1x1xbf16, depth=2, id=1>
  host.kernel @scale_reader "reader"(%a, %A) work ["start", "count"] : !metal.cb<1x1xbf16, depth=2, id=0>, !tile.tensor<32x96xbf16, dram>
  host.kernel @scale_compute "compute"(%a, %b) work ["count"] : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xbf16, depth=2, id=1>
  host.kernel @idle "compute"() work [] :
  host.kernel @scale_writer "writer"(%b, %B) work ["start", "count"] : !metal.cb<1x1xbf16, depth=2, id=1>, !tile.tensor<32x96xbf16, dram>
}

// CHECK:      host.program @scale() attributes {
// CHECK-SAME:   target = "wormhole", grid = #grid.sizes<3x1>, dealing = "contiguous", order = "row",
// CHECK-SAME:   core_ranges = #host.core_ranges<(0, 0) to (1, 0), (0, 1) to (0, 1)>,
// CHECK-SAME:   work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (0, 1) 2 + 1>,
// CHECK-SAME:   fp32_dest, notes = ["half is stored as bfloat16"]
// CHECK-NEXT:   %A = host.tensor "A" "in" : [[T:.+>]]
// CHECK-NEXT:   %B = host.tensor "B" "out" : [[T]]
// CHECK-NEXT:   %a = host.cb "A_shared" "reader" to "compute" : [[A:.+>]]
// CHECK-NEXT:   %b = host.cb "B_shared" "compute" to "writer" : [[B:.+>]]
// CHECK-NEXT:   host.kernel @scale_reader "reader"(%a, %A) work ["start", "count"] : [[A]], [[T]]
// CHECK-NEXT:   host.kernel @scale_compute "compute"(%a, %b) work ["count"] : [[A]], [[B]]
// CHECK-NEXT:   host.kernel @idle "compute"() work [] :
// CHECK-NEXT:   host.kernel @scale_writer "writer"(%b, %B) work ["start", "count"] : [[B]], [[T]]
