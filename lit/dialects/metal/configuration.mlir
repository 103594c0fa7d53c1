// Ops that configure unpackers, math, SFPU and packer.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @k(%a : !metal.cb<2x2xbf16, depth=1>, %b : !metal.cb<2x2xf32, depth=1>, %on : index)
    attributes {role = "compute"} {
  metal.compute_kernel_hw_startup %a, %a, %b : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.compute_kernel_hw_startup %a, %b, %b {reverse} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xf32, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.reconfig_data_format %a, %b : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.reconfig_data_format %a, %b {reverse} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xf32, depth=1>
  metal.reconfig_data_format_srca %a : !metal.cb<2x2xbf16, depth=1>
  metal.pack_reconfig_data_format %b : !metal.cb<2x2xf32, depth=1>
  metal.copy_init %a : !metal.cb<2x2xbf16, depth=1>
  metal.transpose_init %a : !metal.cb<2x2xbf16, depth=1>
  metal.binary_init %a, %a {kind = "mul"} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>
  metal.matmul_block_init %a, %a {transpose, ct = 2 : i64, rt = 1 : i64, kt = 4 : i64} : !metal.cb<2x2xbf16, depth=1>, !metal.cb<2x2xbf16, depth=1>
  metal.sfpu_init "exp_tile"
  metal.pack_reconfig_l1_acc %on : index
}
// CHECK:      metal.kernel @k(%a: [[A:[^%]+>]], %b: [[B:[^%]+>]], %on: index)
// CHECK-NEXT:   metal.compute_kernel_hw_startup %a, %a, %b : [[A]], [[A]], [[B]]
// CHECK-NEXT:   metal.compute_kernel_hw_startup %a, %b, %b {reverse} : [[A]], [[B]], [[B]]
// CHECK-NEXT:   metal.reconfig_data_format %a, %b : [[A]], [[B]]
// CHECK-NEXT:   metal.reconfig_data_format %a, %b {reverse} : [[A]], [[B]]
// CHECK-NEXT:   metal.reconfig_data_format_srca %a : [[A]]
// CHECK-NEXT:   metal.pack_reconfig_data_format %b : [[B]]
// CHECK-NEXT:   metal.copy_init %a : [[A]]
// CHECK-NEXT:   metal.transpose_init %a : [[A]]
// CHECK-NEXT:   metal.binary_init %a, %a {kind = "mul"} : [[A]], [[A]]
// CHECK-NEXT:   metal.matmul_block_init %a, %a {transpose, ct = 2 : i64, rt = 1 : i64, kt = 4 : i64} : [[A]], [[A]]
// CHECK-NEXT:   metal.sfpu_init "exp_tile"
// CHECK-NEXT:   metal.pack_reconfig_l1_acc %on : index
