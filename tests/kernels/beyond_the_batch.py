"""Pairs of five images and of seven heads: the last pair of each has one matrix that is none."""

import numpy as np

import ttc.language as T

B, H, M, N = 5, 7, 40, 70


@T.prim_func
def beyond_the_batch(
    X: T.Tensor((B, H, M, N), "bfloat16"),
    Before: T.Tensor((B, M, N), "float32"),
    Y: T.Tensor((B, H, M, N), "bfloat16"),
    Sums: T.Tensor((B, H, M), "float32"),
    Delta: T.Tensor((B, M, N), "float32"),
):
    with T.Kernel(T.ceildiv(H, 2), T.ceildiv(B, 2)) as (bx, by):
        x = T.alloc_shared((M, N), "bfloat16")
        total = T.alloc_fragment((M,), "float32")
        for pair, head in T.grid(2, 2):
            T.copy(X[by * 2 + pair, bx * 2 + head, :, :], x)
            for i, j in T.Parallel(M, N):
                x[i, j] = x[i, j] * 2.0 + 1.0
            T.reduce_sum(x, total, dim=1)
            T.copy(x, Y[by * 2 + pair, bx * 2 + head, 0, 0])
            T.copy(total, Sums[by * 2 + pair, bx * 2 + head, 0])
    with T.Kernel(T.ceildiv(N, 32), B) as (bx, b):
        for i, j in T.Parallel(M, 32):
            Delta[b, i, bx * 32 + j] = Before[b, i, bx * 32 + j] - Before[b - 1, i, bx * 32 + j]


def ref_program(X, Before):
    y = X * 2 + 1
    return y, y.sum(axis=-1), np.diff(Before, axis=0, prepend=0)
