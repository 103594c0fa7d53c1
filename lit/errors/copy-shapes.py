# RUN: cd %S && rm -rf %t && not ttc compile copy-shapes.py -o %t 2>&1 \
# RUN:   | filecheck copy-shapes.py --strict-whitespace
# RUN: not ls %t

# A copy between blocks of different shapes.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        b = T.alloc_shared((64, 32), "float32")
        T.copy(A, a)
        T.copy(a, b)
        T.copy(b, B[0:64, 0:32])


# CHECK: error: T.copy of 'a' (64x64 float32) to 'b' (64x32 float32): the shapes differ
# CHECK-NEXT: --> copy-shapes.py:16:9
# CHECK-NEXT: |
# CHECK-NEXT: 16 |         T.copy(a, b)
# CHECK-NEXT: |         ^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: index the larger one: its corner takes the other's extents
# CHECK-NOT: {{.}}
