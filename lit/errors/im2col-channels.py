# RUN: cd %S && rm -rf %t && not ttc compile im2col-channels.py -o %t 2>&1 \
# RUN:   | filecheck im2col-channels.py --strict-whitespace
# RUN: not ls %t

# Pixels of 24 bytes do not begin where the NoC can read DRAM.

import ttc.language as T


@T.prim_func
def windows(A: T.Tensor((1, 16, 16, 12), "bfloat16"), B: T.Tensor((256, 108), "bfloat16")):
    with T.Kernel(4, 4) as (bx, by):
        a = T.alloc_shared((64, 32), "bfloat16")
        T.im2col(A, a, by, bx, 3, 1, 1, 1)
        T.copy(a, B[by * 64, bx * 32])


# CHECK: error: 'A' is read in rows, at steps of 4 channels (8 bytes); wormhole reads DRAM at multiples of 32 bytes
# CHECK-NEXT: --> im2col-channels.py:14:9
# CHECK-NEXT: |
# CHECK-NEXT: 14 |         T.im2col(A, a, by, bx, 3, 1, 1, 1)
# CHECK-NEXT: |         ^{{$}}
# CHECK-NEXT: note: begin at multiples of 16 channels, or pad 'A' to a multiple of 16 channels
# CHECK-NOT: {{.}}
