// The option names a target that exists.

// RUN: not ttc-opt %s -p 'split-threads{target=grayskull}' 2>&1 | filecheck %s

tile.kernel @k(%start : index, %count : index) attributes {grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>} {
}
// CHECK:      error: there is no target 'grayskull'
// CHECK-NEXT: note: targets: wormhole, blackhole
// CHECK-NOT:  {{.}}
