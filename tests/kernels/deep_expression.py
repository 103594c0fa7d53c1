"""One expression of six inputs that needs more tiles at once than DST has slots."""

import numpy as np

import ttc.language as T

M, N = 96, 64


@T.prim_func
def deep_expression(
    A: T.Tensor((M, N), "bfloat16"),
    B: T.Tensor((M, N), "bfloat16"),
    C: T.Tensor((M, N), "bfloat16"),
    D: T.Tensor((M, N), "bfloat16"),
    E: T.Tensor((M, N), "bfloat16"),
    F: T.Tensor((M, N), "bfloat16"),
    Y: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(1, T.ceildiv(M, 64)) as (bx, by):
        a = T.alloc_shared((64, 64), "bfloat16")
        T.copy(A[by * 64, bx * 64], a)
        b = T.alloc_shared((64, 64), "bfloat16")
        T.copy(B[by * 64, bx * 64], b)
        c = T.alloc_shared((64, 64), "bfloat16")
        T.copy(C[by * 64, bx * 64], c)
        d = T.alloc_shared((64, 64), "bfloat16")
        T.copy(D[by * 64, bx * 64], d)
        e = T.alloc_shared((64, 64), "bfloat16")
        T.copy(E[by * 64, bx * 64], e)
        f = T.alloc_shared((64, 64), "bfloat16")
        T.copy(F[by * 64, bx * 64], f)
        y = T.alloc_fragment((64, 64), "float32")
        for i, j in T.Parallel(64, 64):
            left = (a[i, j] + b[i, j]) * (c[i, j] + d[i, j]) - (e[i, j] + f[i, j]) * (
                a[i, j] + c[i, j]
            )
            right = (b[i, j] + d[i, j]) * (a[i, j] - e[i, j]) + (c[i, j] - f[i, j]) * (
                d[i, j] + f[i, j]
            )
            y[i, j] = T.tanh(left) + T.sigmoid(right)
        T.copy(y, Y[by * 64, bx * 64])


def ref_program(A, B, C, D, E, F):
    left = (A + B) * (C + D) - (E + F) * (A + C)
    right = (B + D) * (A - E) + (C - F) * (D + F)
    return np.tanh(left) + 1 / (1 + np.exp(-right))
