"""silu(A B) + R: the residual is loaded before the product and used after it."""

import numpy as np

import ttc.language as T

M, N, K = 128, 192, 64


@T.prim_func
def residual(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    R: T.Tensor((M, N), "bfloat16"),
    C: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(N // 64, M // 64) as (bx, by):
        a = T.alloc_shared((64, 32), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        r = T.alloc_shared((64, 64), "bfloat16")
        c = T.alloc_fragment((64, 64), "float32")
        T.copy(R[by * 64, bx * 64], r)
        T.clear(c)
        for k in T.Pipelined(K // 32, num_stages=2):
            T.copy(A[by * 64, k * 32], a)
            T.copy(B[k * 32, bx * 64], b)
            T.gemm(a, b, c)
        for i, j in T.Parallel(64, 64):
            c[i, j] = c[i, j] * T.sigmoid(c[i, j]) + r[i, j]
        T.copy(c, C[by * 64, bx * 64])


def ref_program(A, B, R):
    product = A @ B
    return product / (1 + np.exp(-product)) + R
