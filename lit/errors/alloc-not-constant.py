# RUN: cd %S && rm -rf %t && not ttc compile alloc-not-constant.py -o %t 2>&1 \
# RUN:   | filecheck alloc-not-constant.py --strict-whitespace
# RUN: not ls %t

# The shape of a block depends on the grid.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_shared((32 * bx, 64), "float32")
        T.copy(A, a)
        T.copy(a, B)


# CHECK: error: T.alloc_shared: an extent is a Python int, not an index known only when the kernel runs
# CHECK-NEXT: --> alloc-not-constant.py:13:13
# CHECK-NEXT: |
# CHECK-NEXT: 13 |         a = T.alloc_shared((32 * bx, 64), "float32")
# CHECK-NEXT: |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: shapes are fixed when the kernel is compiled; a factory compiles one per shape
# CHECK-NOT: {{.}}
