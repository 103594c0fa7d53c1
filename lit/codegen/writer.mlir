// A writer with two tensors: the second accessor's words follow the first one's; unnamed numbers.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @pair(
  %cb : !metal.cb<1x1xf32, depth=1, id=0>, %out : !tile.tensor<32x32xf32, dram>, %in : !tile.tensor<32x32xf32, dram>,
  %0 : index
) attributes {role = "writer"} {
  metal.cb_wait_front %cb 1 : !metal.cb<1x1xf32, depth=1, id=0>
  %1 = metal.get_read_ptr %cb : !metal.cb<1x1xf32, depth=1, id=0>
  metal.noc_async_write_page %0 of %out, %1 : !tile.tensor<32x32xf32, dram>
  metal.noc_async_write_page %0 of %in, %1 : !tile.tensor<32x32xf32, dram>
  metal.noc_async_writes_flushed
  metal.cb_pop_front %cb 1 : !metal.cb<1x1xf32, depth=1, id=0>
  metal.noc_async_write_barrier
}
//      CHECK:// writer of pair, emitted by ttc: circular buffers -> DRAM
//      CHECK:void kernel_main() {
// CHECK-NEXT:    const uint32_t out_addr = get_arg_val<uint32_t>(0);
// CHECK-NEXT:    const uint32_t in_addr = get_arg_val<uint32_t>(1);
// CHECK-NEXT:    const uint32_t n = get_arg_val<uint32_t>(2);
// CHECK-NEXT:    constexpr uint32_t cb_cb = get_compile_time_arg_val(0);
// CHECK-NEXT:    constexpr auto out_args = TensorAccessorArgs<1>();
// CHECK-NEXT:    constexpr auto in_args = TensorAccessorArgs<out_args.next_compile_time_args_offset()>();
// CHECK-NEXT:    const auto out = TensorAccessor(out_args, out_addr);
// CHECK-NEXT:    const auto in = TensorAccessor(in_args, in_addr);
// CHECK-NEXT:    cb_wait_front(cb_cb, 1);
// CHECK-NEXT:    const uint32_t l1 = get_read_ptr(cb_cb);
// CHECK-NEXT:    noc_async_write_page(n, out, l1);
// CHECK-NEXT:    noc_async_write_page(n, in, l1);
// CHECK-NEXT:    noc_async_writes_flushed();
// CHECK-NEXT:    cb_pop_front(cb_cb, 1);
// CHECK-NEXT:    noc_async_write_barrier();
// CHECK-NEXT:}
