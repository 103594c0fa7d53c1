# RUN: cd %S && rm -rf %t && not ttc compile blocks-overlap.py -o %t 2>&1 \
# RUN:   | filecheck blocks-overlap.py --strict-whitespace
# RUN: not ls %t

# Two blocks of the grid write the same element.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, B[by * 32, 0])


# CHECK: error: blocks (bx, by) = (0, 0) and (1, 0) both write element [0, 0] of 'B'
# CHECK-NEXT: --> blocks-overlap.py:15:9
# CHECK-NEXT: |
# CHECK-NEXT: 15 |         T.copy(a, B[by * 32, 0])
# CHECK-NEXT: |         ^{{$}}
# CHECK-NEXT: note: its place does not depend on 'bx': add it to the offset
# CHECK-NOT: {{.}}
