"""Two products in one loop that share A, one of them gated by the other."""

import numpy as np

import ttc.language as T

M, N, K = 128, 128, 96


@T.prim_func
def two_products(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    G: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
    D: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(N // 64, M // 128) as (bx, by):
        a = T.alloc_shared((128, 32), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        g = T.alloc_shared((32, 64), "bfloat16")
        c = T.alloc_fragment((128, 64), "float32")
        d = T.alloc_fragment((128, 64), "float32")
        T.clear(c)
        T.fill(d, 2.0)
        for k in T.Pipelined(K // 32, num_stages=2):
            T.copy(A[by * 128, k * 32], a)
            T.copy(B[k * 32, bx * 64], b)
            T.copy(G[k * 32, bx * 64], g)
            T.gemm(a, b, c)
            T.gemm(a, g, d)
        for i, j in T.Parallel(128, 64):
            d[i, j] = c[i, j] * T.sigmoid(d[i, j])
        T.copy(c, C[by * 128, bx * 64])
        T.copy(d, D[by * 128, bx * 64])


def ref_program(A, B, G):
    return A @ B, (A @ B) / (1 + np.exp(-(A @ G + 2.0)))
