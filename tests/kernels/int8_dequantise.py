"""A GEMM of bfloat16 and int8 weights, which are dequantised by a scale for each column."""

import ml_dtypes
import numpy as np

import ttc.language as T

M, N, K = 64, 96, 128
block_M, block_N, block_K = 32, 32, 64


@T.prim_func
def int8_dequantise(
    A: T.Tensor((M, K), "bfloat16"),
    W: T.Tensor((K, N), "int8"),
    scale: T.Tensor((N,), "float32"),
    C: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
        a = T.alloc_shared((block_M, block_K), "bfloat16")
        w = T.alloc_shared((block_K, block_N), "int8")
        s = T.alloc_shared((block_N,), "float32")
        dequantised = T.alloc_shared((block_K, block_N), "bfloat16")
        c = T.alloc_fragment((block_M, block_N), "float32")
        T.copy(scale[bx * block_N], s)
        T.clear(c)
        for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
            T.copy(A[by * block_M, k * block_K], a)
            T.copy(W[k * block_K, bx * block_N], w)
            for i, j in T.Parallel(block_K, block_N):
                dequantised[i, j] = T.cast(w[i, j], "float32") * s[j]
            T.gemm(a, dequantised, c)
        T.copy(c, C[by * block_M, bx * block_N])


def ref_program(A, W, scale):
    weights = (W.astype(np.float32) * scale).astype(ml_dtypes.bfloat16).astype(np.float32)
    return A @ weights
