"""
One float32 matrix in the formats of lower precision: bfloat16, bfloat8_b and int32.

An assignment converts. bfloat16 rounds to nearest even, bfloat8_b shares an exponent between
sixteen neighbours of a row; int32 drops the fraction, so a kernel says how it wants to round.
"""

import numpy as np
import tilelang.language as T

M = 100
N = 230
BM = 32
BN = 64


@T.prim_func
def cast(
    X: T.Tensor((M, N), "float32"),
    Half: T.Tensor((M, N), "bfloat16"),
    Block: T.Tensor((M, N), "bfloat8_b"),
    Whole: T.Tensor((M, N), "int32"),
):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        x = T.alloc_shared((BM, BN), "float32")
        half = T.alloc_fragment((BM, BN), "bfloat16")
        block = T.alloc_fragment((BM, BN), "bfloat8_b")
        whole = T.alloc_fragment((BM, BN), "int32")
        T.copy(X[by * BM, bx * BN], x)
        for i, j in T.Parallel(BM, BN):
            half[i, j] = x[i, j]
            block[i, j] = x[i, j]
            # A power of two as the factor: the product is exact, and only the rounding counts.
            whole[i, j] = T.cast(T.round(x[i, j] * 64.0), "int32")
        T.copy(half, Half[by * BM, bx * BN])
        T.copy(block, Block[by * BM, bx * BN])
        T.copy(whole, Whole[by * BM, bx * BN])


def ref_program(X):
    return X, X, np.round(X * 64).astype(np.int32)
