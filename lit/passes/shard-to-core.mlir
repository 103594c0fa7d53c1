// Cores get their shares of the work, tensors their place in DRAM.

// RUN: ttc-opt %s -p shard-to-core --split-input-file | filecheck %s

// 130 items on 8 x 8 cores: the first two get one more. `start` and `count` become arguments.

grid.kernel @remainder(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 130 "contiguous"
  "test.op"(%A, %start, %count, %step) : (!grid.buffer<64x64xbf16, global>, index, index, index) -> ()
}

// CHECK-LABEL: grid.kernel @remainder
// CHECK-SAME:    (%[[A:.+]]: [[BUFFER:!grid.buffer<64x64xbf16, dram>]], %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-SAME:    cores = #host.core_ranges<(0, 0) to (7, 7)>
// CHECK-SAME:    work = #host.work<(0, 0) 0 + 3, (1, 0) 3 + 3, (2, 0) 6 + 2, (3, 0) 8 + 2,
// CHECK-SAME:    (6, 7) 126 + 2, (7, 7) 128 + 2>}
// CHECK-NEXT:    %[[C1:.+]] = arith.constant 1 : index
// CHECK-NEXT:    "test.op"(%[[A]], %[[START]], %[[COUNT]], %[[C1]]) : ([[BUFFER]], index, index, index)
// CHECK-NOT:     grid.work_range

// -----

// Fewer items than cores: one item a core, on a full row of cores and the rest of the next one.

grid.kernel @few(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 11 "contiguous"
}

// CHECK-LABEL: grid.kernel @few
// CHECK-SAME:    cores = #host.core_ranges<(0, 0) to (7, 0), (0, 1) to (2, 1)>
// CHECK-SAME:    work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1,
// CHECK-SAME:    (0, 1) 8 + 1, (1, 1) 9 + 1, (2, 1) 10 + 1>}

// -----

// Less than a row of cores is one rectangle.

grid.kernel @three(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 3 "contiguous"
}

// CHECK-LABEL: grid.kernel @three
// CHECK-SAME:    cores = #host.core_ranges<(0, 0) to (2, 0)>
// CHECK-SAME:    work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (2, 0) 2 + 1>}

// -----

// Strided: a core starts at its own number, and its items are as far apart as there are cores.

grid.kernel @strided(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 66 "strided"
  "test.op"(%start, %count, %step) : (index, index, index) -> ()
}

// CHECK-LABEL: grid.kernel @strided
// CHECK-SAME:    dram>, %[[START:.+]]: index, %[[COUNT:.+]]: index)
// CHECK-SAME:    cores = #host.core_ranges<(0, 0) to (7, 7)>
// CHECK-SAME:    work = #host.work<(0, 0) 0 + 2, (1, 0) 1 + 2, (2, 0) 2 + 1,
// CHECK-SAME:    (7, 7) 63 + 1>}
// CHECK-NEXT:    %[[C64:.+]] = arith.constant 64 : index
// CHECK-NEXT:    "test.op"(%[[START]], %[[COUNT]], %[[C64]])

// -----

// Every parameter is placed, whatever its rank and dtype; a local buffer stays where it is.

grid.kernel @places(%A : !grid.buffer<2x64x64xf32, global>, %B : !grid.buffer<96xi32, global>) {
  %start, %count, %step = grid.work_range 1 "contiguous"
  %s = grid.alloc : !grid.buffer<32x32xf32, shared>
}

// CHECK-LABEL: grid.kernel @places
// CHECK-SAME:    (%{{.+}}: !grid.buffer<2x64x64xf32, dram>, %{{.+}}: !grid.buffer<96xi32, dram>, %{{.+}}: index, %{{.+}}: index)
// CHECK:         grid.alloc : !grid.buffer<32x32xf32, shared>

// -----

// Scalar parameters stay where they are.

grid.kernel @scalars(%A : !grid.buffer<64x64xf32, global>, %n : i32, %B : !grid.buffer<64x64xf32, global>, %s : f32) {
  %start, %count, %step = grid.work_range 2 "contiguous"
}

// CHECK-LABEL: grid.kernel @scalars
// CHECK-SAME:    (%{{.+}}: !grid.buffer<64x64xf32, dram>, %{{.+}}: i32, %{{.+}}: !grid.buffer<64x64xf32, dram>, %{{.+}}: f32, %{{.+}}: index, %{{.+}}: index)
