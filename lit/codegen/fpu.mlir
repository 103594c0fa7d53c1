// FPU ops and their inits: element-wise on two buffers, transposed tiles, changes of format.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

!A = !metal.cb<1x1xbf16, depth=1>
!B = !metal.cb<1x1xf32, depth=1>

metal.kernel @f(%a : !A, %b : !B) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  metal.compute_kernel_hw_startup %a, %a, %b : !A, !A, !B
  metal.binary_init %a, %a {kind = "sub"} : !A, !A
  metal.binary_tiles %a[%c0], %a[%c1] to %c0 {kind = "sub"} : !A, !A
  metal.reconfig_data_format %b, %a : !B, !A
  metal.reconfig_data_format %b, %a {reverse} : !B, !A
  metal.pack_reconfig_data_format %a : !A
  metal.transpose_init %a : !A
  metal.transpose_tile %a[%c0] to %c1 : !A
  metal.pack_tile %c1 to %b : !B
}
//      CHECK:    compute_kernel_hw_startup(cb_a, cb_b);
// CHECK-NEXT:    sub_init(cb_a, cb_a);
// CHECK-NEXT:    sub_tiles(cb_a, cb_a, 0, 1, 0);
// CHECK-NEXT:    reconfig_data_format(cb_b, cb_a);
// CHECK-NEXT:    reconfig_data_format<SrcOrder::Reverse>(cb_b, cb_a);
// CHECK-NEXT:    pack_reconfig_data_format(cb_a);
// CHECK-NEXT:    transpose_init(cb_a);
// CHECK-NEXT:    transpose_tile(cb_a, 0, 1);
// CHECK-NEXT:    pack_tile(1, cb_b);
