// A reader: arguments fetched by position, one barrier for a block, zeros where the tensor ends.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @clip(
  %A_shared : !metal.cb<2x1xbf16, depth=2, id=5>, %A : !tile.tensor<70x32xbf16, dram>, %B : !tile.tensor<32x32xbf16, dram>,
  %start : index, %count : index
) attributes {role = "reader"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c2048 = arith.constant 2048 : index
  %end = arith.addi %start, %count : index
  scf.for %by = %start to %end step %c1 {
    metal.cb_reserve_back %A_shared 2 : !metal.cb<2x1xbf16, depth=2, id=5>
    %A_shared_l1 = metal.get_write_ptr %A_shared : !metal.cb<2x1xbf16, depth=2, id=5>
    scf.for %i = %c0 to %c2 step %c1 {
      %0 = arith.muli %by, %c2 : index
      %1 = arith.addi %0, %i : index
      %2 = arith.muli %i, %c2048 : index
      %3 = arith.addi %A_shared_l1, %2 : index
      %4 = arith.cmpi ult, %1, %c3 : index
      scf.if %4 {
        metal.noc_async_read_page %1 of %A, %3 : !tile.tensor<70x32xbf16, dram>
      } else {
        metal.read_zeros %3 2048
      }
    }
    metal.noc_async_read_barrier
    metal.cb_push_back %A_shared 2 : !metal.cb<2x1xbf16, depth=2, id=5>
  }
}
//      CHECK:// reader of clip, emitted by ttc: DRAM -> circular buffers
// CHECK-NEXT:#include <cstdint>
// CHECK-NEXT:#include "api/dataflow/dataflow_api.h"
//      CHECK:inline void read_zeros(uint32_t l1, uint32_t bytes) {
//      CHECK:void kernel_main() {
// CHECK-NEXT:    const uint32_t A_addr = get_arg_val<uint32_t>(0);
// CHECK-NEXT:    const uint32_t start = get_arg_val<uint32_t>(2);
// CHECK-NEXT:    const uint32_t count = get_arg_val<uint32_t>(3);
// CHECK-NEXT:    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
// CHECK-NEXT:    constexpr auto A_args = TensorAccessorArgs<1>();
// CHECK-NEXT:    const auto A = TensorAccessor(A_args, A_addr);
// CHECK-NEXT:    const uint32_t end = start + count;
// CHECK-NEXT:    for (uint32_t by = start; by < end; ++by) {
// CHECK-NEXT:        cb_reserve_back(cb_A_shared, 2);
// CHECK-NEXT:        const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);
// CHECK-NEXT:        for (uint32_t i = 0; i < 2; ++i) {
// CHECK-NEXT:            if (by * 2 + i < 3) {
// CHECK-NEXT:                noc_async_read_page(by * 2 + i, A, A_shared_l1 + i * 2048);
// CHECK-NEXT:            } else {
// CHECK-NEXT:                read_zeros(A_shared_l1 + i * 2048, 2048);
// CHECK-NEXT:            }
// CHECK-NEXT:        }
// CHECK-NEXT:        noc_async_read_barrier();
// CHECK-NEXT:        cb_push_back(cb_A_shared, 2);
// CHECK-NEXT:    }
// CHECK-NEXT:}
