// The options name a target that exists and leave cores to run on.

// RUN: not ttc-opt %s -p 'shard-to-core{target=grayskull}' 2>&1 | filecheck %s --check-prefix=TARGET
// RUN: not ttc-opt %s -p 'shard-to-core{cores=0}' 2>&1 | filecheck %s --check-prefix=CORES

grid.kernel @k(%A : !grid.buffer<64x64xbf16, global>) {
  %start, %count, %step = grid.work_range 3 "contiguous"
}
// TARGET:      error: there is no target 'grayskull'
// TARGET-NEXT: note: targets: wormhole, blackhole
// TARGET-NOT:  {{.}}
// CORES:       error: a kernel cannot run on 0 cores
// CORES-NOT:   {{.}}
