"""What one launch writes, in parts that end inside of tiles, the next one reads at any row."""

import numpy as np

import ttc.language as T

M, N, SHIFT = 75, 72, 5
dtype = "float32"


@T.prim_func
def shifted_between(A: T.Tensor((M, N), dtype), B: T.Tensor((M, N), dtype)):
    Twice = T.alloc_global((M, N), dtype)
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 64)) as (bx, by):
        a = T.alloc_shared((64, 32), dtype)
        T.copy(A[by * 64, bx * 32], a)
        for i, j in T.Parallel(64, 32):
            a[i, j] = a[i, j] * 2
        T.copy(a, Twice[by * 64, bx * 32])
    with T.Kernel(T.ceildiv(M, 32)) as by:
        before = T.alloc_shared((32, N), dtype)
        behind = T.alloc_shared((32, N), dtype)
        T.copy(Twice[by * 32 - SHIFT, 0], before)
        T.copy(Twice[by * 32 + SHIFT, 0], behind)
        for i, j in T.Parallel(32, N):
            before[i, j] = before[i, j] - behind[i, j]
        T.copy(before, B[by * 32, 0])


def ref_program(A):
    zeros = np.zeros((SHIFT, N), A.dtype)
    return 2 * np.concatenate([zeros, A[:-SHIFT]]) - 2 * np.concatenate([A[SHIFT:], zeros])
