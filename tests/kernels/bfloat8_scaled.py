"""A bfloat8_b GEMM whose result is scaled by row and column, and stored with shared exponents."""

import ttc.language as T

M, N, K = 100, 90, 150
block_M, block_N, block_K = 64, 32, 32


@T.prim_func
def bfloat8_scaled(
    A: T.Tensor((M, K), "bfloat8_b"),
    B: T.Tensor((N, K), "bfloat8_b"),
    row_scale: T.Tensor((M,), "float32"),
    col_scale: T.Tensor((N,), "float32"),
    C: T.Tensor((M, N), "bfloat8_b"),
):
    with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
        a = T.alloc_shared((block_M, block_K), "bfloat8_b")
        b = T.alloc_shared((block_N, block_K), "bfloat8_b")
        row = T.alloc_shared((block_M,), "float32")
        col = T.alloc_shared((block_N,), "float32")
        c = T.alloc_fragment((block_M, block_N), "float32")
        T.clear(c)
        T.copy(row_scale[by * block_M], row)
        T.copy(col_scale[bx * block_N], col)
        for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
            T.copy(A[by * block_M, k * block_K], a)
            T.copy(B[bx * block_N, k * block_K], b)
            T.gemm(a, b, c, transpose_B=True)
        for i, j in T.Parallel(block_M, block_N):
            c[i, j] = c[i, j] * row[i] * col[j]
        T.copy(c, C[by * block_M, bx * block_N])


def ref_program(A, B, row_scale, col_scale):
    return (A @ B.T) * row_scale[:, None] * col_scale[None, :]
