// Names come from hints: unique where they are visible, never a keyword, a macro or a function.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @n(%cb_x : !metal.cb<1x1xbf16, depth=1>, %T : !tile.tensor<32x32xbf16, dram>, %NOC_X : index, %for : index)
    attributes {role = "reader"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %NOC_X step %c1 {
    %get_write_ptr = metal.get_write_ptr %cb_x : !metal.cb<1x1xbf16, depth=1>
    scf.for %i_1 = %c0 to %for step %c1 {
      metal.noc_async_read_page %i of %T, %i_1 : !tile.tensor<32x32xbf16, dram>
      %sum = arith.addi %i, %i_1 : index
      metal.noc_async_read_page %sum of %T, %get_write_ptr : !tile.tensor<32x32xbf16, dram>
    }
  }
  scf.for %i_2 = %c0 to %for step %c1 {
    scf.for %0 = %c0 to %for step %c1 {
      %T_addr = arith.addi %i_2, %0 : index
      metal.noc_async_read_page %T_addr of %T, %0 : !tile.tensor<32x32xbf16, dram>
    }
  }
}
//      CHECK:    const uint32_t NOC_X_ = get_arg_val<uint32_t>(1);
// CHECK-NEXT:    const uint32_t for_2 = get_arg_val<uint32_t>(2);
// CHECK-NEXT:    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
//      CHECK:    for (uint32_t i = 0; i < NOC_X_; ++i) {
// CHECK-NEXT:        const uint32_t get_write_ptr_2 = get_write_ptr(cb_x);
// CHECK-NEXT:        for (uint32_t i_2 = 0; i_2 < for_2; ++i_2) {
// CHECK-NEXT:            noc_async_read_page(i, T, i_2);
// CHECK-NEXT:            const uint32_t sum = i + i_2;
// CHECK-NEXT:            noc_async_read_page(sum, T, get_write_ptr_2);
// CHECK-NEXT:        }
// CHECK-NEXT:    }
// CHECK-NEXT:    for (uint32_t i = 0; i < for_2; ++i) {
// CHECK-NEXT:        for (uint32_t j = 0; j < for_2; ++j) {
// CHECK-NEXT:            const uint32_t T_addr_2 = i + j;
// CHECK-NEXT:            noc_async_read_page(T_addr_2, T, j);
// CHECK-NEXT:        }
// CHECK-NEXT:    }
