# RUN: cd %S && rm -rf %t && not ttc compile grid-of-zero.py -o %t 2>&1 \
# RUN:   | filecheck grid-of-zero.py --strict-whitespace
# RUN: not ls %t

# A grid without blocks.

import ttc.language as T

M = 16


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(M // 32, 2) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, B[by * 32, bx * 32])


# CHECK: error: T.Kernel: an extent is at least 1, not 0
# CHECK-NEXT: --> grid-of-zero.py:14:10
# CHECK-NEXT: |
# CHECK-NEXT: 14 |     with T.Kernel(M // 32, 2) as (bx, by):
# CHECK-NEXT: |          ^^^^^^^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: the extents are (0, 2): // rounds down, T.ceildiv up
# CHECK-NOT: {{.}}
