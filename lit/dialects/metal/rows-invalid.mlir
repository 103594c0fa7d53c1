// A row of tiles that does not divide the block.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @compute(%r : !metal.cb<2x3xbf16, depth=2>, %t : !metal.cb<2x3xbf16, depth=1>, %i : index) attributes {role = "compute"} {
  metal.tilize_block %r[%i] 4 to %t : !metal.cb<2x3xbf16, depth=2>, !metal.cb<2x3xbf16, depth=1>
}
// CHECK: 'metal.tilize_block': a block has whole rows of tiles
