"""Work that is the same in every turn of a loop: on vectors lying both ways, on weights, stored."""

import numpy as np

import ttc.language as T

STEPS, M, N = 3, 70, 70


@T.prim_func
def invariant(
    V: T.Tensor((M,), "bfloat16"),
    X: T.Tensor((STEPS, M, N), "bfloat16"),
    W: T.Tensor((N, N), "float32"),
    Y: T.Tensor((STEPS, M, N), "float32"),
    Z: T.Tensor((STEPS, M, N), "bfloat16"),
    Rows: T.Tensor((STEPS, M), "float32"),
    s: T.float32 = 0.5,
):
    with T.Kernel(1) as _:
        v = T.alloc_shared((M,), "bfloat16")
        w = T.alloc_shared((N, N), "float32")
        weights = T.alloc_shared((N, N), "bfloat16")
        x = T.alloc_shared((M, N), "bfloat16")
        y = T.alloc_fragment((M, N), "float32")
        z = T.alloc_fragment((M, N), "float32")
        row = T.alloc_fragment((M,), "float32")
        T.copy(V, v)
        T.copy(W, w)
        for t in T.Pipelined(STEPS, num_stages=2):
            T.copy(X[t, 0, 0], x)
            for i, j in T.Parallel(N, N):
                weights[i, j] = T.tanh(w[i, j]) * 0.25
            for i in T.Parallel(M):
                row[i] = T.sigmoid(v[i] * s)
            for i, j in T.Parallel(M, N):
                y[i, j] = x[i, j] * T.exp(v[i] * s - v[j] * s) + row[i]
            T.gemm(x, weights, z, clear_accum=True)
            T.copy(y, Y[t, 0, 0])
            T.copy(z, Z[t, 0, 0])
            T.copy(row, Rows[t, 0])


def ref_program(V, X, W, s):
    weights = np.tanh(W) * 0.25
    row = 1 / (1 + np.exp(-V * s))
    y = X * np.exp(V[:, None] * s - V * s) + row[:, None]
    return y, X @ weights, np.tile(row, (STEPS, 1))
