# RUN: cd %S && rm -rf %t && not ttc compile call-kinds.py -o %t 2>&1 \
# RUN:   | filecheck call-kinds.py --strict-whitespace
# RUN: not ls %t

# A call with an argument of the wrong kind.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        T.copy(A, 7)
        T.copy(a, B)


# CHECK: error: T.copy takes a buffer or a part of one, not 7
# CHECK-NEXT: --> call-kinds.py:14:9
# CHECK-NEXT: |
# CHECK-NEXT: 14 |         T.copy(A, 7)
# CHECK-NEXT: |         ^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: give a buffer, its corner `A[i, j]`, or slices of it
# CHECK-NOT: {{.}}
