"""A softmax of several matrices at a time, over the columns that come in steps."""

import numpy as np

import ttc.language as T

G, H, M, N, STEP = 2, 2, 40, 160, 64


@T.prim_func
def grouped_softmax(
    X: T.Tensor((G * H, M, N), "bfloat16"),
    Y: T.Tensor((G * H, M, N), "float32"),
    L: T.Tensor((G * H, M), "float32"),
):
    with T.Kernel(G) as g:
        x = T.alloc_shared((H, M, STEP), "bfloat16")
        p = T.alloc_fragment((H, M, STEP), "float32")
        most = T.alloc_fragment((H, M), "float32")
        before = T.alloc_fragment((H, M), "float32")
        total = T.alloc_fragment((H, M), "float32")
        T.fill(most, -T.infinity("float32"))
        T.clear(total)
        for n in T.Pipelined(T.ceildiv(N, STEP), num_stages=2):
            T.copy(X[g * H, 0, n * STEP], x)
            for h, i, j in T.Parallel(H, M, STEP):
                p[h, i, j] = T.if_then_else(n * STEP + j < N, x[h, i, j], -T.infinity("float32"))
            T.copy(most, before)
            T.reduce_max(p, most, dim=2, clear=False)
            for h, i, j in T.Parallel(H, M, STEP):
                p[h, i, j] = T.exp(p[h, i, j] - most[h, i])
            for h, i in T.Parallel(H, M):
                total[h, i] *= T.exp(before[h, i] - most[h, i])
            T.reduce_sum(p, total, dim=2, clear=False)
        for h, i in T.Parallel(H, M):
            most[h, i] += T.log(total[h, i])
        for n in T.Pipelined(T.ceildiv(N, STEP), num_stages=2):
            T.copy(X[g * H, 0, n * STEP], x)
            for h, i, j in T.Parallel(H, M, STEP):
                p[h, i, j] = T.exp(x[h, i, j] - most[h, i])
            T.copy(p, Y[g * H, 0, n * STEP])
        T.copy(most, L[g * H, 0])


def ref_program(X):
    most = X.max(axis=2, keepdims=True)
    total = np.exp(X - most).sum(axis=2, keepdims=True)
    logs = most + np.log(total)
    return np.exp(X - logs), logs[:, :, 0]
