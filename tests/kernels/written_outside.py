"""Rows in front of a tensor and behind it are not written; columns are written face by face."""

import numpy as np

import ttc.language as T

M, N, PART = 70, 48, 20


@T.prim_func
def written_outside(
    A: T.Tensor((M, N), "float32"),
    B: T.Tensor((M, N), "float32"),
    C: T.Tensor((2, 40, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(M + 3, PART)) as b:
        a = T.alloc_shared((PART, N), "float32")
        T.copy(A[b * PART - 3, 0], a)
        T.copy(a, B[b * PART - 3, 0])
    with T.Kernel(N // 16, 2) as (c, b):
        a = T.alloc_shared((40, 16), "float32")
        for i, j in T.Parallel(40, 16):
            a[i, j] = A[b * 30 + i, c * 16 + j] + 1.0
        for i, j in T.Parallel(40, 16):
            C[b, i, c * 16 + j] = a[i, j]


def ref_program(A):
    return A, np.stack([A[0:40], A[30:70]]) + 1
