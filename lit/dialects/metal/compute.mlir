// One DST section: tiles come from circular buffers, the SFPU works in place, the packer drains.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @k(%a : !metal.cb<2x2xf32, depth=1>, %i : index, %d : index)
    attributes {role = "compute"} {
  metal.tile_regs_acquire
  metal.copy_tile %a[%i] to %d : !metal.cb<2x2xf32, depth=1>
  metal.transpose_tile %a[%i] to %d : !metal.cb<2x2xf32, depth=1>
  metal.binary_tiles %a[%i], %a[%d] to %d {kind = "sub"} : !metal.cb<2x2xf32, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.matmul_block %a[%i], %a[%d] to %d {ct = 2 : i64, rt = 1 : i64, kt = 4 : i64} : !metal.cb<2x2xf32, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.fill_tile 0.500000e+00 : f32 to %d
  metal.fill_tile 7 : i32 to %d
  metal.sfpu_unary "exp_tile" %d
  metal.sfpu_unary "clamp_tile" %d {params = [0 : i64, 1065353216 : i64]}
  metal.sfpu_binary "add_binary_tile" %d, %i to %d
  metal.copy_dest_values %i to %d as f32
  metal.tile_regs_commit
  metal.tile_regs_wait
  metal.pack_tile %d to %a : !metal.cb<2x2xf32, depth=1>
  metal.pack_tile_at %d to %a[%i] : !metal.cb<2x2xf32, depth=1>
  metal.tile_regs_release
}
// CHECK:      metal.kernel @k(%a: [[A:.+>]], %i: index, %d: index)
// CHECK-NEXT:   metal.tile_regs_acquire
// CHECK-NEXT:   metal.copy_tile %a[%i] to %d : [[A]]
// CHECK-NEXT:   metal.transpose_tile %a[%i] to %d : [[A]]
// CHECK-NEXT:   metal.binary_tiles %a[%i], %a[%d] to %d {kind = "sub"} : [[A]], [[A]]
// CHECK-NEXT:   metal.matmul_block %a[%i], %a[%d] to %d {ct = 2 : i64, rt = 1 : i64, kt = 4 : i64} : [[A]], [[A]]
// CHECK-NEXT:   metal.fill_tile 5.000000e-01 : f32 to %d
// CHECK-NEXT:   metal.fill_tile 7 : i32 to %d
// CHECK-NEXT:   metal.sfpu_unary "exp_tile" %d
// CHECK-NEXT:   metal.sfpu_unary "clamp_tile" %d {params = [0 : i64, 1065353216 : i64]}
// CHECK-NEXT:   metal.sfpu_binary "add_binary_tile" %d, %i to %d
// CHECK-NEXT:   metal.copy_dest_values %i to %d as f32
// CHECK-NEXT:   metal.tile_regs_commit
// CHECK-NEXT:   metal.tile_regs_wait
// CHECK-NEXT:   metal.pack_tile %d to %a : [[A]]
// CHECK-NEXT:   metal.pack_tile_at %d to %a[%i] : [[A]]
// CHECK-NEXT:   metal.tile_regs_release
