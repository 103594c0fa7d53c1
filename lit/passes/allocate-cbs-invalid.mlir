// What a core cannot hold.

// RUN: ttc-opt %s -p allocate-cbs --split-input-file --verify-diagnostics | filecheck %s

// A byte more than L1 has for one block of `A_shared` and the two that `C_local` must hold. Notes
// go by size.

host.program @gemm() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1179647 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %a = host.cb "A_shared" "reader" to "compute" {least = 1 : i64} : !metal.cb<8x8xbf16, depth=2> loc("k.py":4:5)
  %c = host.cb "C_local" "compute" to "writer" {least = 2 : i64} : !metal.cb<8x16xf32, depth=2> loc("k.py":5:5)
}
// CHECK:      error: the buffers of kernel 'gemm' need 1179648 bytes of L1; a wormhole core has 1179647 for them (of 1499136)
// CHECK-NEXT:   --> k.py:5:5
// CHECK-NEXT: note: 'C_local' takes 1048576 bytes: 256 tiles of float32
// CHECK-NEXT: note: 'A_shared' takes 131072 bytes: 64 tiles of bfloat16
// CHECK-NEXT: note: make the blocks smaller

// -----

host.program @many() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %0 = host.cb "b0" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %1 = host.cb "b1" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %2 = host.cb "b2" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %3 = host.cb "b3" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %4 = host.cb "b4" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %5 = host.cb "b5" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %6 = host.cb "b6" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %7 = host.cb "b7" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %8 = host.cb "b8" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %9 = host.cb "b9" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %10 = host.cb "b10" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %11 = host.cb "b11" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %12 = host.cb "b12" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %13 = host.cb "b13" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %14 = host.cb "b14" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %15 = host.cb "b15" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %16 = host.cb "b16" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %17 = host.cb "b17" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %18 = host.cb "b18" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %19 = host.cb "b19" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %20 = host.cb "b20" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %21 = host.cb "b21" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %22 = host.cb "b22" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %23 = host.cb "b23" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %24 = host.cb "b24" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %25 = host.cb "b25" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %26 = host.cb "b26" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %27 = host.cb "b27" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %28 = host.cb "b28" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %29 = host.cb "b29" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %30 = host.cb "b30" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %31 = host.cb "b31" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1>
  %32 = host.cb "b32" "reader" to "compute" : !metal.cb<1x1xbf16, depth=1> loc("k.py":7:5)
}
// CHECK:      error: kernel 'many' needs 33 circular buffers; a wormhole core has 32
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: use fewer buffers at a time, or split the kernel in two
