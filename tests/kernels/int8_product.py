"""int8 times int8 into int32, longer than float32 sums are exact, requantised to int8."""

import numpy as np

import ttc.language as T

M, N, K = 64, 64, 1500
block_M, block_N, block_K = 64, 64, 128


@T.prim_func
def int8_product(
    A: T.Tensor((M, K), "int8"),
    B: T.Tensor((N, K), "int8"),
    C: T.Tensor((M, N), "int32"),
    D: T.Tensor((M, N), "int8"),
):
    with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
        a = T.alloc_shared((block_M, block_K), "int8")
        b = T.alloc_shared((block_N, block_K), "int8")
        c = T.alloc_fragment((block_M, block_N), "int32")
        d = T.alloc_fragment((block_M, block_N), "int8")
        T.clear(c)
        for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
            T.copy(A[by * block_M, k * block_K], a)
            T.copy(B[bx * block_N, k * block_K], b)
            T.gemm(a, b, c, transpose_B=True)
        for i, j in T.Parallel(block_M, block_N):
            d[i, j] = T.cast(T.min(c[i, j] >> 10, 127), "int8")
        T.copy(c, C[by * block_M, bx * block_N])
        T.copy(d, D[by * block_M, bx * block_N])


def ref_program(A, B):
    total = A.astype(np.int64) @ B.T.astype(np.int64)
    return total.astype(np.int32), np.minimum(total >> 10, 127).astype(np.int8)
