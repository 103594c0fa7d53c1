# RUN: cd %S && rm -rf %t && not ttc compile return-in-kernel.py -o %t 2>&1 \
# RUN:   | filecheck return-in-kernel.py --strict-whitespace
# RUN: not ls %t

# A `return` inside the grid.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        T.copy(A, a)
        T.copy(a, B)
        return a


# CHECK: error: return inside T.Kernel
# CHECK-NEXT: --> return-in-kernel.py:16:9
# CHECK-NEXT: |
# CHECK-NEXT: 16 |         return a
# CHECK-NEXT: |         ^^^^^^^^{{$}}
# CHECK-NEXT: note: every block runs to its end: skip work with loop bounds or T.if_then_else
# CHECK-NOT: {{.}}
