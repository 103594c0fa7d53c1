// Pages move between a tensor and an L1 address; what the tensor lacks is filled with zeros.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

metal.kernel @reader(%A : !tile.tensor<100x64xf32, dram>, %page : index, %l1 : index)
    attributes {role = "reader"} {
  metal.noc_async_read_page %page of %A, %l1 : !tile.tensor<100x64xf32, dram>
  metal.read_zeros %l1 4096
  metal.noc_async_read_barrier
}
// CHECK-LABEL: metal.kernel @reader(
// CHECK-NEXT:    metal.noc_async_read_page %page of %A, %l1 : !tile.tensor<100x64xf32, dram>
// CHECK-NEXT:    metal.read_zeros %l1 4096
// CHECK-NEXT:    metal.noc_async_read_barrier

metal.kernel @writer(%A : !tile.tensor<100x64xf32, dram>, %page : index, %l1 : index)
    attributes {role = "writer"} {
  metal.noc_async_write_page %page of %A, %l1 : !tile.tensor<100x64xf32, dram>
  metal.noc_async_writes_flushed
  metal.noc_async_write_barrier
}
// CHECK-LABEL: metal.kernel @writer(
// CHECK-NEXT:    metal.noc_async_write_page %page of %A, %l1 : !tile.tensor<100x64xf32, dram>
// CHECK-NEXT:    metal.noc_async_writes_flushed
// CHECK-NEXT:    metal.noc_async_write_barrier
