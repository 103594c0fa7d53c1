"""Blocks that begin at any row, before the first and behind the last: rows are gathered."""

import numpy as np

import ttc.language as T

M, N, SHIFT = 100, 96, 5


@T.prim_func
def shifted_rows(
    A: T.Tensor((M, N), "float32"),
    Before: T.Tensor((M, N), "float32"),
    Behind: T.Tensor((M, N), "float32"),
):
    with T.Kernel(N // 32, T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        T.copy(A[by * 32 - SHIFT, bx * 32], a)
        T.copy(a, Before[by * 32, bx * 32])
        T.copy(A[by * 32 + SHIFT, bx * 32], a)
        T.copy(a, Behind[by * 32, bx * 32])


def ref_program(A):
    zeros = np.zeros((SHIFT, N), A.dtype)
    return np.concatenate([zeros, A[:-SHIFT]]), np.concatenate([A[SHIFT:], zeros])
