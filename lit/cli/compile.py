# A kernel file becomes six files a kernel, and a summary of what it takes of the chip.

# RUN: rm -rf %t && ttc compile %s -o %t -D ROWS=96 | filecheck %s
# RUN: ls -A %t | filecheck %s --check-prefix=KERNELS
# RUN: ls %t/copy | filecheck %s --check-prefix=FILES

import tilelang.language as T

ROWS = 64


@T.prim_func
def copy(A: T.Tensor((ROWS, 64), "bfloat16"), B: T.Tensor((ROWS, 64), "bfloat16")):
    with T.Kernel(2, ROWS // 32, threads=128) as (bx, by):
        block = T.alloc_shared((32, 32), "bfloat16")
        T.copy(A[by * 32, bx * 32], block)
        T.copy(block, B[by * 32, bx * 32])


# CHECK: copy for wormhole in {{.*}}/copy
# CHECK-NEXT: cores {{ *}}6: (0,0)-(5,0)
# CHECK-NEXT: work {{ *}}6 blocks: 1 on each core
# CHECK-NEXT: circular buffer {{.*}}bytes, bfloat16, reader to writer
# CHECK-NEXT: L1 {{.*}} bytes on each core
# CHECK-NEXT: DRAM {{ *}}reads 12,288 and writes 12,288 bytes a run

# KERNELS: copy
# KERNELS-NOT: {{.}}

# FILES: compute.cpp
# FILES-NEXT: host.cpp
# FILES-NEXT: host.py
# FILES-NEXT: plan.json
# FILES-NEXT: reader.cpp
# FILES-NEXT: writer.cpp
# FILES-NOT: {{.}}
