"""A block is the whole tensor, and no extent is a multiple of a tile."""

import ml_dtypes
import numpy as np

import ttc.language as T

M, N, K = 45, 13, 77


@T.prim_func
def odd_blocks(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((M, K), "bfloat16")
        b = T.alloc_shared((K, N), "bfloat16")
        c = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        T.copy(B, b)
        for i, j in T.Parallel(M, K):
            a[i, j] = T.exp(a[i, j])
        T.gemm(a, b, c, clear_accum=True)
        T.copy(c, C)


def rounded(x):
    return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float32)


def ref_program(A, B):
    return rounded(np.exp(A)) @ B
