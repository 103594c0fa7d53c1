"""Each matrix minus the one before it, which the loop keeps in L1."""

import numpy as np

import ttc.language as T

STEPS, N = 4, 64


@T.prim_func
def differences(
    A: T.Tensor((STEPS, N, N), "float32"),
    C: T.Tensor((STEPS, N, N), "float32"),
):
    with T.Kernel(2, 2) as (bx, by):
        now = T.alloc_shared((32, 32), "float32")
        before = T.alloc_shared((32, 32), "float32")
        d = T.alloc_fragment((32, 32), "float32")
        T.clear(before)
        for t in T.serial(STEPS):
            T.copy(A[t, by * 32, bx * 32], now)
            for i, j in T.Parallel(32, 32):
                d[i, j] = now[i, j] - before[i, j]
            T.copy(d, C[t, by * 32, bx * 32])
            T.copy(now, before)


def ref_program(A):
    return np.diff(A, axis=0, prepend=np.zeros((1, N, N), np.float32))
