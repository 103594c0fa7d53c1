// A kernel takes circular buffers, then tensors, then numbers, and may hold loops and arithmetic.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @copy_reader(
  %A_shared : !metal.cb<1x1xbf16, depth=2, id=0>,
  %A : !tile.tensor<64x64xbf16, dram>,
  %start : index,
  %count : index
) attributes {role = "reader"} {
  %c1 = arith.constant 1 : index
  %end = arith.addi %start, %count : index
  scf.for %work = %start to %end step %c1 {
    metal.cb_reserve_back %A_shared 1 : !metal.cb<1x1xbf16, depth=2, id=0>
  }
}
// CHECK:      metal.kernel @copy_reader(%A_shared: !metal.cb<1x1xbf16, depth=2, id=0>,
// CHECK-SAME:   %A: !tile.tensor<64x64xbf16, dram>, %start: index, %count: index)
// CHECK-SAME:   attributes {role = "reader"} {
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   [[END:%.+]] = arith.addi %start, %count : index
// CHECK-NEXT:   scf.for %work = %start to [[END]] step %c1 {
// CHECK-NEXT:     metal.cb_reserve_back %A_shared 1 : !metal.cb<1x1xbf16, depth=2, id=0>

metal.kernel @copy_compute() attributes {role = "compute"} {
}
// CHECK:      metal.kernel @copy_compute() attributes {role = "compute"} {
