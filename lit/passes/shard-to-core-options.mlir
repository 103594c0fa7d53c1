// The grid of cores is the target's, and `cores` limits it.

// RUN: ttc-opt %s -p 'shard-to-core{target=blackhole}' | filecheck %s --check-prefix=BLACKHOLE
// RUN: ttc-opt %s -p 'shard-to-core{cores=10}' | filecheck %s --check-prefix=TEN

grid.kernel @k(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 113 "contiguous"
  "test.op"(%start, %count, %step) : (index, index, index) -> ()
}

// BLACKHOLE-LABEL: grid.kernel @k
// BLACKHOLE-SAME:    cores = #host.core_ranges<(0, 0) to (10, 9)>
// BLACKHOLE-SAME:    work = #host.work<(0, 0) 0 + 2, (1, 0) 2 + 2, (2, 0) 4 + 2, (3, 0) 6 + 1,
// BLACKHOLE-SAME:    (10, 9) 112 + 1>}

// TEN-LABEL: grid.kernel @k
// TEN-SAME:    cores = #host.core_ranges<(0, 0) to (7, 0), (0, 1) to (1, 1)>
// TEN-SAME:    work = #host.work<(0, 0) 0 + 12, (1, 0) 12 + 12, (2, 0) 24 + 12, (3, 0) 36 + 11,
// TEN-SAME:    (1, 1) 102 + 11>}
