// The FPU adds, subtracts and multiplies; the packer's accumulation is a flag.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>) attributes {role = "compute"} {
  metal.binary_init %a, %a {kind = "div"} : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.binary_init': the FPU's binary ops are add, sub, mul

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>, %d : index) attributes {role = "compute"} {
  metal.binary_tiles %a[%d], %a[%d] to %d {kind = "max"} : !metal.cb<1x1xbf16, depth=1>, !metal.cb<1x1xbf16, depth=1>
}
// CHECK: 'metal.binary_tiles': the FPU's binary ops are add, sub, mul

// -----

metal.kernel @k(%a : !metal.cb<1x1xbf16, depth=1>) attributes {role = "compute"} {
  metal.pack_reconfig_l1_acc %a : !metal.cb<1x1xbf16, depth=1>
}
// CHECK: Expected one of i1, index, but got !metal.cb<1x1xbf16, depth=1>
