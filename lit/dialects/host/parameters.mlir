// Parameters of one of several launches: a tensor of the host's own, the reason of a layout, scalars.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

!Q = !tile.tensor<2x8x100x64xbf16, dram, [0, 2, 1, 3]>

host.program @attention_1() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64, launch = 1 : i64
} {
  %Q = host.tensor "Q" "in" {why = "sliced head by head"} : !Q
  %n = host.scalar "n" : i32
  %O = host.tensor "O" "part" : !tile.tensor<1x64xbf16, dram, [-1, 0]>
  %scale = host.scalar "scale" {default = 0.125 : f32} : f32
  %H = host.tensor "H" "inout" {scratch} : !tile.tensor<64x64xf32, dram>
  host.kernel @attention_1_reader "reader"(%Q, %n, %scale) work ["start"] : !Q, i32, f32
}

// CHECK:      host.program @attention_1()
// CHECK-SAME:   launch = 1 : i64
// CHECK-NEXT:   %Q = host.tensor "Q" "in" {why = "sliced head by head"} : [[Q:.+>]]
// CHECK-NEXT:   %n = host.scalar "n" : i32
// CHECK-NEXT:   %O = host.tensor "O" "part" : !tile.tensor<1x64xbf16, dram, [-1, 0]>
// CHECK-NEXT:   %scale = host.scalar "scale" {default = 1.250000e-01 : f32} : f32
// CHECK-NEXT:   %H = host.tensor "H" "inout" {scratch} : !tile.tensor<64x64xf32, dram>
// CHECK-NEXT:   host.kernel @attention_1_reader "reader"(%Q, %n, %scale) work ["start"] : [[Q]], i32, f32
