"""
Layer normalisation: each row less its mean, over its deviation, times Gamma plus Beta.

Statistics of rows (`mean[i]`) and parameters of columns (`gamma[j]`) in one expression: a vector
lies in a tile as a column or as a row by how it is used.
"""

import numpy as np
import tilelang.language as T

M = 200
N = 500
BM = 32
EPSILON = 1e-5


@T.prim_func
def layernorm(
    X: T.Tensor((M, N), "bfloat16"),
    Gamma: T.Tensor((N,), "bfloat16"),
    Beta: T.Tensor((N,), "bfloat16"),
    Y: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, N), "bfloat16")
        gamma = T.alloc_shared((N,), "bfloat16")
        beta = T.alloc_shared((N,), "bfloat16")
        centred = T.alloc_fragment((BM, N), "float32")
        square = T.alloc_fragment((BM, N), "float32")
        mean = T.alloc_fragment((BM,), "float32")
        variance = T.alloc_fragment((BM,), "float32")
        T.copy(X[by * BM, 0], x)
        T.copy(Gamma, gamma)
        T.copy(Beta, beta)
        T.reduce_sum(x, mean, dim=1)
        for i, j in T.Parallel(BM, N):
            centred[i, j] = x[i, j] - mean[i] / N
        for i, j in T.Parallel(BM, N):
            square[i, j] = centred[i, j] * centred[i, j]
        T.reduce_sum(square, variance, dim=1)
        for i in T.Parallel(BM):
            variance[i] = T.rsqrt(variance[i] / N + EPSILON)
        for i, j in T.Parallel(BM, N):
            centred[i, j] = centred[i, j] * variance[i] * gamma[j] + beta[j]
        T.copy(centred, Y[by * BM, 0])


def ref_program(X, Gamma, Beta):
    centred = X - X.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
    return centred / deviation * Gamma + Beta
