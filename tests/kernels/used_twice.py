"""A product that is stored, and used by two more outputs that share one more value."""

import numpy as np

import ttc.language as T

N = 64
K = 128


@T.prim_func
def used_twice(
    A: T.Tensor((N, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((N, N), "float32"),
    D: T.Tensor((N, N), "bfloat16"),
    E: T.Tensor((N, N), "bfloat16"),
):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_shared((32, 32), "bfloat16")
        c = T.alloc_fragment((32, 32), "float32")
        d = T.alloc_fragment((32, 32), "bfloat16")
        T.clear(c)
        for k in T.Pipelined(K // 32, num_stages=2):
            T.copy(A[by * 32, k * 32], a)
            T.copy(B[k * 32, bx * 32], b)
            T.gemm(a, b, c)
        for i, j in T.Parallel(32, 32):
            d[i, j] = T.sigmoid(c[i, j])
        T.copy(c, C[by * 32, bx * 32])
        T.copy(d, D[by * 32, bx * 32])
        for i, j in T.Parallel(32, 32):
            d[i, j] = d[i, j] * c[i, j]
        T.copy(d, E[by * 32, bx * 32])


def ref_program(A, B):
    product = A @ B
    gate = 1 / (1 + np.exp(-product))
    return product, gate, gate * product
