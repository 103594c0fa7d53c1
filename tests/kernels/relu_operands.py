"""C = relu(A)^T (2 B)^T: both operands are computed before they are multiplied, transposed."""

import numpy as np

import ttc.language as T

M, N, K = 96, 64, 128


@T.prim_func
def relu_operands(
    A: T.Tensor((K, M), "bfloat16"),
    B: T.Tensor((N, K), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(N // 32, M // 96) as (bx, by):
        a = T.alloc_shared((64, 96), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        c = T.alloc_fragment((96, 32), "float32")
        T.clear(c)
        for k in T.Pipelined(K // 64, num_stages=2):
            T.copy(A[k * 64, by * 96], a)
            T.copy(B[bx * 32, k * 64], b)
            for i, j in T.Parallel(64, 96):
                a[i, j] = T.max(a[i, j], 0.0)
            for i, j in T.Parallel(32, 64):
                b[i, j] = b[i, j] * 2.0
            T.gemm(a, b, c, transpose_A=True, transpose_B=True)
        T.copy(c, C[by * 96, bx * 32])


def ref_program(A, B):
    return np.maximum(A, 0).T @ (2 * B).T
