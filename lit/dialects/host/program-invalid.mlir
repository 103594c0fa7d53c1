// What a program may not be: a core without work, two buffers with one id, unknown roles, another
// launch than its name says; and a scalar whose default is of another type.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
}
// CHECK: 'host.program': every core of the core ranges has one row of work

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %0 = host.cb "A" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1, id=0>
  %1 = host.cb "B" "compute" to "writer" : !metal.cb<1x1xbf16, depth=1, id=0>
}
// CHECK: 'host.program': two circular buffers have id 0

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %0 = arith.constant 0 : index
}
// CHECK: 'host.program': 'arith.constant' is no part of a program

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %0 = host.tensor "A" "input" : !tile.tensor<32x32xbf16, dram>
}
// CHECK: 'host.tensor': role is one of in, out, part, inout

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %0 = host.cb "A" "writer" to "compute" : !metal.cb<1x1xbf16, depth=1, id=0>
}
// CHECK: 'host.cb': a producer is the reader or compute

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %0 = host.cb "A" "reader" to "reader" : !metal.cb<1x1xbf16, depth=1, id=0>
}
// CHECK: 'host.cb': a consumer is compute or the writer

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  host.kernel @k "fetcher"() work [] :
}
// CHECK: 'host.kernel': role is one of reader, compute, writer

// -----

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %n = host.scalar "n" {default = 1.0 : f32} : i32
}
// CHECK: 'host.scalar': a default has the type of its scalar

// -----

host.program @p_1() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64, launch = 0 : i64
} {
}
// CHECK: 'host.program': the name of one of several launches ends with its number

// -----

// A copy is made of an array that the program does not change.

host.program @p() attributes {
  target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>,
  l1_available = 1 : i64, dram_read = 0 : i64, dram_write = 0 : i64
} {
  %A = host.tensor "A_2" "out" {of = "A"} : !tile.tensor<32x32xbf16, dram>
}
// CHECK: 'host.tensor': a copy is only read
