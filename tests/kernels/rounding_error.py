"""What bfloat16 loses of a float32: the value in between is rounded, although it stays in DST."""

import ml_dtypes
import numpy as np

import ttc.language as T

M, N = 64, 96


@T.prim_func
def rounding_error(
    A: T.Tensor((M, N), "float32"),
    C: T.Tensor((M, N), "float32"),
    D: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(N // 32, M // 32) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        b = T.alloc_fragment((32, 32), "bfloat16")
        c = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, b)
        for i, j in T.Parallel(32, 32):
            c[i, j] = a[i, j] - b[i, j]
        T.copy(c, C[by * 32, bx * 32])
        T.copy(b, D[by * 32, bx * 32])


def rounded(x):
    return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float32)


def ref_program(A):
    return A - rounded(A), A
