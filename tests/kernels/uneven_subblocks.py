"""Blocks of 160x96 tiles that no square of DST slots divides, with relu at the end."""

import numpy as np

import ttc.language as T

M, N, K = 320, 192, 128


@T.prim_func
def uneven_subblocks(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(N // 96, M // 160) as (bx, by):
        a = T.alloc_shared((160, 64), "bfloat16")
        b = T.alloc_shared((64, 96), "bfloat16")
        c = T.alloc_fragment((160, 96), "float32")
        T.use_swizzle(2)
        T.clear(c)
        for k in T.Pipelined(K // 64, num_stages=2):
            T.copy(A[by * 160, k * 64], a)
            T.copy(B[k * 64, bx * 96], b)
            T.gemm(a, b, c)
        for i, j in T.Parallel(160, 96):
            c[i, j] = T.max(c[i, j], 0.0)
        T.copy(c, C[by * 160, bx * 96])


def ref_program(A, B):
    return np.maximum(A @ B, 0)
