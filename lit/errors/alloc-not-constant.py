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
