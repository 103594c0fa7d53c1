"""Blocks that begin at any row, and parts of tiles in front of the end: rows are written."""

import numpy as np

import ttc.language as T

M, N, PART, SHIFT = 75, 72, 20, 3


@T.prim_func
def any_place(
    A: T.Tensor((M, N), "bfloat16"),
    Parts: T.Tensor((M, N), "bfloat16"),
    Shifted: T.Tensor((M + SHIFT, N), "float32"),
):
    with T.Kernel(T.ceildiv(M, PART)) as b:
        a = T.alloc_shared((PART, N), "bfloat16")
        T.copy(A[b * PART, 0], a)
        T.copy(a, Parts[b * PART, 0])
        T.copy(a, Shifted[b * PART + SHIFT, 0])
    with T.Kernel(1):
        zeros = T.alloc_fragment((SHIFT, N), "float32")
        T.clear(zeros)
        T.copy(zeros, Shifted[0, 0])


def ref_program(A):
    return A, np.concatenate([np.zeros((SHIFT, N), A.dtype), A])
