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
