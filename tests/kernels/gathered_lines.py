"""Rows of a stencil in T.Parallel: three blocks of one tensor, each at another row, one turned."""

import ttc.language as T

M, N = 130, 64


@T.prim_func
def gathered_lines(
    X: T.Tensor((M, N), "bfloat16"),
    Y: T.Tensor((M - 2, N), "float32"),
    Turned: T.Tensor((N, M - 2), "bfloat16"),
):
    with T.Kernel((M - 2) // 32) as b:
        y = T.alloc_fragment((32, N), "float32")
        t = T.alloc_fragment((N, 32), "bfloat16")
        for i, j in T.Parallel(32, N):
            y[i, j] = X[b * 32 + i, j] - 2.0 * X[b * 32 + i + 1, j] + X[b * 32 + i + 2, j]
        for i, j in T.Parallel(N, 32):
            t[i, j] = X[b * 32 + j + 1, i]
        T.copy(y, Y[b * 32, 0])
        T.copy(t, Turned[0, b * 32])


def ref_program(X):
    return X[:-2] - 2 * X[1:-1] + X[2:], X[1:-1].T
