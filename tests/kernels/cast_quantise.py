"""Quantises float32 to int8 with a scale for each row, and back again to bfloat16."""

import ml_dtypes
import numpy as np

import ttc.language as T

M, N = 100, 90
block_M, block_N = 32, 64


@T.prim_func
def cast_quantise(
    X: T.Tensor((M, N), "float32"),
    S: T.Tensor((M,), "float32"),
    Q: T.Tensor((M, N), "int8"),
    Y: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
        x = T.alloc_shared((block_M, block_N), "float32")
        s = T.alloc_shared((block_M,), "float32")
        q = T.alloc_fragment((block_M, block_N), "int8")
        y = T.alloc_fragment((block_M, block_N), "bfloat16")
        T.copy(X[by * block_M, bx * block_N], x)
        T.copy(S[by * block_M], s)
        for i, j in T.Parallel(block_M, block_N):
            q[i, j] = T.cast(T.clamp(T.round(x[i, j] * 40.0 * s[i]), -128, 127), "int8")
            y[i, j] = T.cast(q[i, j], "float32") * 0.025
        T.copy(q, Q[by * block_M, bx * block_N])
        T.copy(y, Y[by * block_M, bx * block_N])


def ref_program(X, S):
    scaled = X * np.float32(40) * S[:, None]
    q = np.clip(np.rint(scaled), -128, 127).astype(np.int8)
    return q, (q.astype(np.float32) * np.float32(0.025)).astype(ml_dtypes.bfloat16)
