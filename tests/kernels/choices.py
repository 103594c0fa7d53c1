"""Branches inside T.Parallel: on data, on places, one inside the other, with names set in them."""

import numpy as np

import ttc.language as T

M, N = 70, 64


@T.prim_func
def choices(A: T.Tensor((M, N), "float32"), B: T.Tensor((M, N), "float32")):
    with T.Kernel(T.ceildiv(M, 32)) as bx:
        a = T.alloc_shared((32, N), "float32")
        T.copy(A[bx * 32, 0], a)
        for i, j in T.Parallel(32, N):
            shift = 1.0
            if a[i, j] > 0:
                shift = -2.0
                if j < bx * 32 + i:
                    a[i, j] = a[i, j] * 2
            elif j > 10 and not i == 3:
                a[i, j] = T.sigmoid(a[i, j])
            a[i, j] += shift
        for i, j in T.Parallel(32, N):
            if bx * 32 + i < M:
                B[bx * 32 + i, j] = a[i, j]


def ref_program(A):
    rows, cols = np.indices(A.shape)
    doubled = np.where(cols < rows, A * 2, A)
    squashed = np.where((cols > 10) & (rows % 32 != 3), 1 / (1 + np.exp(-A)), A)
    return np.where(A > 0, doubled - 2, squashed + 1)
