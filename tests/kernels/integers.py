"""int32: sums, products, the larger and the smaller, a negative, and a conversion."""

import numpy as np

import ttc.language as T

M, N = 70, 130


@T.prim_func
def integers(
    A: T.Tensor((M, N), "int32"),
    B: T.Tensor((M, N), "int32"),
    C: T.Tensor((M, N), "int32"),
    D: T.Tensor((M, N), "float32"),
):
    with T.Kernel(T.ceildiv(N, 64), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 64), "int32")
        b = T.alloc_shared((32, 64), "int32")
        c = T.alloc_fragment((32, 64), "int32")
        d = T.alloc_fragment((32, 64), "float32")
        T.copy(A[by * 32, bx * 64], a)
        T.copy(B[by * 32, bx * 64], b)
        for i, j in T.Parallel(32, 64):
            c[i, j] = T.max(a[i, j], b[i, j] * 2) - T.min(-a[i, j], 7) * T.abs(a[i, j] - b[i, j])
            d[i, j] = T.cast(c[i, j], "float32") * 0.5
        T.copy(c, C[by * 32, bx * 64])
        T.copy(d, D[by * 32, bx * 64])


def ref_program(A, B):
    whole = np.maximum(A, B * 2) - np.minimum(-A, 7) * np.abs(A - B)
    return whole, whole * 0.5
