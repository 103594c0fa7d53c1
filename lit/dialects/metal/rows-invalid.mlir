// Rows of tiles that do not divide their block, and blocks that do not divide their rows.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @compute(%r : !metal.cb<2x3xbf16, depth=2>, %t : !metal.cb<2x3xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.tilize_block %r[%i] 4 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
}
// CHECK: 'metal.tilize_block': a block has whole rows of tiles

// -----

metal.kernel @compute(%r : !metal.cb<1x3xbf16, depth=2>, %t : !metal.cb<2x3xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.tilize_block %r[%i] 3 to %t : !metal.cb<1x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
}
// CHECK: 'metal.tilize_block': a block of rows has at least as many pages as its tiles

// -----

metal.kernel @compute(%r : !metal.cb<2x10xbf16, depth=1>) attributes {role = "compute"} {
  metal.pack_untilize_dest_init %r {block = 10, full = 10} : !metal.cb<2x10xbf16, depth=1>
}
// CHECK: 'metal.pack_untilize_dest_init': 1 to 8 tiles are packed as rows at a time

// -----

metal.kernel @compute(%r : !metal.cb<2x10xbf16, depth=1>) attributes {role = "compute"} {
  metal.pack_untilize_dest_init %r {block = 4, full = 10} : !metal.cb<2x10xbf16, depth=1>
}
// CHECK: 'metal.pack_untilize_dest_init': a row of tiles is packed in equal blocks

// -----

metal.kernel @compute(%r : !metal.cb<2x10xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.pack_untilize_dest %r[%i] 1 {block = 4, full = 8} : !metal.cb<2x10xbf16, depth=1>
}
// CHECK: 'metal.pack_untilize_dest': a block has whole rows of tiles
