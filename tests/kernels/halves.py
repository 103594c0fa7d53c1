"""Halves of rows that change places with copies of their own, and meet in one loop."""

import numpy as np

import ttc.language as T

M, N = 70, 128
HALF = N // 2


@T.prim_func
def halves(
    X: T.Tensor((M, N), "bfloat16"),
    Y: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(M, 32)) as by:
        a = T.alloc_shared((32, HALF), "bfloat16")
        b = T.alloc_shared((32, HALF), "bfloat16")
        y = T.alloc_fragment((32, N), "float32")
        T.copy(X[by * 32, 0], a)
        T.copy(X[by * 32, HALF], b)
        for i, j in T.Parallel(32, HALF):
            y[i, HALF + j] = a[i, j] * 2.0
            y[i, j] = b[i, j] + a[i, j]
        T.copy(y[0:32, 0:HALF], Y[by * 32, 0])
        T.copy(y[0:32, HALF:N], Y[by * 32, HALF])


def ref_program(X):
    a, b = X[:, :HALF], X[:, HALF:]
    return np.concatenate([a + b, 2 * a], axis=1)
