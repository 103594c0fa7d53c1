// Circular buffers get ids, a depth that fits, and a mode of unpacking float32.

// RUN: ttc-opt %s -p allocate-cbs --split-input-file | filecheck %s

// Ids count up in the program and in every kernel that a buffer is bound to; `least` has served.

host.program @ids() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %a = host.cb "a" "reader" to "compute" {least = 1 : i64} : !metal.cb<2x1xbf16, depth=2>
  %y = host.cb "y" "compute" to "writer" {least = 1 : i64} : !metal.cb<2x1xbf16, depth=2>
  host.kernel @ids_reader "reader"(%a) work [] : !metal.cb<2x1xbf16, depth=2>
  host.kernel @ids_compute "compute"(%a, %y) work [] : !metal.cb<2x1xbf16, depth=2>, !metal.cb<2x1xbf16, depth=2>
  host.kernel @ids_writer "writer"(%y) work [] : !metal.cb<2x1xbf16, depth=2>
}
metal.kernel @ids_reader(%a : !metal.cb<2x1xbf16, depth=2>) attributes {role = "reader"} {
  metal.cb_push_back %a 2 : !metal.cb<2x1xbf16, depth=2>
}
metal.kernel @ids_compute(%a : !metal.cb<2x1xbf16, depth=2>, %y : !metal.cb<2x1xbf16, depth=2>) attributes {role = "compute"} {
  metal.cb_pop_front %a 2 : !metal.cb<2x1xbf16, depth=2>
}
metal.kernel @ids_writer(%y : !metal.cb<2x1xbf16, depth=2>) attributes {role = "writer"} {
  metal.cb_pop_front %y 2 : !metal.cb<2x1xbf16, depth=2>
}

// CHECK-LABEL: host.program @ids
// CHECK:         %[[A:.+]] = host.cb "a" "reader" to "compute" : !metal.cb<2x1xbf16, depth=2, id=0>
// CHECK-NEXT:    %[[Y:.+]] = host.cb "y" "compute" to "writer" : !metal.cb<2x1xbf16, depth=2, id=1>
// CHECK-NEXT:    host.kernel @ids_reader "reader"(%[[A]]) work []
// CHECK-NEXT:    host.kernel @ids_compute "compute"(%[[A]], %[[Y]]) work []
// CHECK-NEXT:    host.kernel @ids_writer "writer"(%[[Y]]) work []
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @ids_reader
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x1xbf16, depth=2, id=0>)
// CHECK:         metal.cb_push_back %[[A]] 2 : !metal.cb<2x1xbf16, depth=2, id=0>
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @ids_compute
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<2x1xbf16, depth=2, id=0>, %[[Y:.+]]: !metal.cb<2x1xbf16, depth=2, id=1>)
// CHECK:         metal.cb_pop_front %[[A]] 2 : !metal.cb<2x1xbf16, depth=2, id=0>
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @ids_writer
// CHECK-SAME:    (%[[Y:.+]]: !metal.cb<2x1xbf16, depth=2, id=1>)
// CHECK:         metal.cb_pop_front %[[Y]] 2 : !metal.cb<2x1xbf16, depth=2, id=1>

// -----

// 12 blocks of 4 tiles are asked for, L1 holds 10: the largest buffer gives up depth, one block at
// a time, and the program says so. `b` must hold two and keeps them.

host.program @shallower() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 81920 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %a = host.cb "a" "reader" to "compute" {least = 1 : i64} : !metal.cb<2x2xbf16, depth=4>
  %b = host.cb "b" "compute" to "compute" {least = 2 : i64} : !metal.cb<2x2xbf16, depth=2>
  %c = host.cb "c" "compute" to "writer" {least = 1 : i64} : !metal.cb<2x2xbf16, depth=6>
}

// CHECK-LABEL: host.program @shallower
// CHECK-SAME:    notes = ["'c' holds 4 of the 6 blocks asked for: L1 has 81920 bytes for circular buffers"]
// CHECK:         %[[A:.+]] = host.cb "a" "reader" to "compute" : !metal.cb<2x2xbf16, depth=4, id=0>
// CHECK-NEXT:    %[[B:.+]] = host.cb "b" "compute" to "compute" : !metal.cb<2x2xbf16, depth=2, id=1>
// CHECK-NEXT:    %[[C:.+]] = host.cb "c" "compute" to "writer" : !metal.cb<2x2xbf16, depth=4, id=2>

// -----

// float32 pages that compute only copies into DST, or turns there, get there unrounded; a matmul's
// operand goes through the source registers, and what the writer takes is not unpacked at all.

host.program @modes() attributes {target = "wormhole", grid = #grid.sizes<1>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + 1>, l1_available = 1392640 : i64, dram_read = 0 : i64, dram_write = 0 : i64} {
  %a = host.cb "a" "reader" to "compute" : !metal.cb<1x1xf32, depth=2>
  %b = host.cb "b" "reader" to "compute" : !metal.cb<1x1xf32, depth=2>
  %t = host.cb "t" "reader" to "compute" : !metal.cb<1x1xf32, depth=2>
  %y = host.cb "y" "compute" to "writer" : !metal.cb<1x1xf32, depth=2>
  host.kernel @modes_compute "compute"(%a, %b, %t, %y) work [] : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>
}
metal.kernel @modes_compute(%a : !metal.cb<1x1xf32, depth=2>, %b : !metal.cb<1x1xf32, depth=2>, %t : !metal.cb<1x1xf32, depth=2>, %y : !metal.cb<1x1xf32, depth=2>) attributes {role = "compute"} {
  tile.section <1x1> ins(%a, %b, %t : !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>, !metal.cb<1x1xf32, depth=2>) ["tiles", "rows", "transposed"] outs(%y : !metal.cb<1x1xf32, depth=2>) -> () {
  ^bb0(%p : !tile.block<1x1xf32>, %q : !tile.block<1x1xf32>, %r : !tile.block<1x1xf32>):
    %u = tile.transpose %r : !tile.block<1x1xf32> -> !tile.block<1x1xf32>
    %s = tile.binary "add" %p, %u : !tile.block<1x1xf32>
    %m = tile.matmul %q, %q, %s : !tile.block<1x1xf32>, !tile.block<1x1xf32> -> !tile.block<1x1xf32>
    tile.yield %m : !tile.block<1x1xf32>
  }
}

// CHECK-LABEL: host.program @modes
// CHECK:         %[[A:.+]] = host.cb "a" "reader" to "compute" : !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>
// CHECK-NEXT:    %[[B:.+]] = host.cb "b" "reader" to "compute" : !metal.cb<1x1xf32, depth=2, id=1>
// CHECK-NEXT:    %[[T:.+]] = host.cb "t" "reader" to "compute" : !metal.cb<1x1xf32, depth=2, id=2, unpack_to_dest>
// CHECK-NEXT:    %[[Y:.+]] = host.cb "y" "compute" to "writer" : !metal.cb<1x1xf32, depth=2, id=3>
// CHECK-NEXT:    host.kernel @modes_compute "compute"(%[[A]], %[[B]], %[[T]], %[[Y]]) work []
// CHECK-NEXT:  }
// CHECK-LABEL: metal.kernel @modes_compute
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>, %[[B:.+]]: !metal.cb<1x1xf32, depth=2, id=1>, %[[T:.+]]: !metal.cb<1x1xf32, depth=2, id=2, unpack_to_dest>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2, id=3>)
// CHECK:         tile.section <1x1> ins(%[[A]], %[[B]], %[[T]] : !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>, !metal.cb<1x1xf32, depth=2, id=1>, !metal.cb<1x1xf32, depth=2, id=2, unpack_to_dest>) ["tiles", "rows", "transposed"] outs(%[[Y]] : !metal.cb<1x1xf32, depth=2, id=3>) -> () {
// CHECK-NEXT:    ^bb0(%[[P:.+]]: !tile.block<1x1xf32>, %[[Q:.+]]: !tile.block<1x1xf32>, %[[R:.+]]: !tile.block<1x1xf32>):
// CHECK-NEXT:      %[[U:.+]] = tile.transpose %[[R]]
// CHECK-NEXT:      %[[S:.+]] = tile.binary "add" %[[P]], %[[U]]
// CHECK-NEXT:      %[[M:.+]] = tile.matmul %[[Q]], %[[Q]], %[[S]]
// CHECK-NEXT:      tile.yield %[[M]]
