"""C = op(A) op(B): either operand may be stored transposed."""

import ttc.language as T

M = 64
N = 128
K = 96
BM = 64
BN = 64
BK = 32
TRANSPOSE_A = False
TRANSPOSE_B = False
dtype = "bfloat16"
out_dtype = "float32"


@T.prim_func
def gemm_operands(
    A: T.Tensor((K, M) if TRANSPOSE_A else (M, K), dtype),
    B: T.Tensor((N, K) if TRANSPOSE_B else (K, N), dtype),
    C: T.Tensor((M, N), out_dtype),
):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BK, BM) if TRANSPOSE_A else (BM, BK), dtype)
        b = T.alloc_shared((BN, BK) if TRANSPOSE_B else (BK, BN), dtype)
        c = T.alloc_fragment((BM, BN), "float32")
        T.clear(c)
        for k in T.Pipelined(T.ceildiv(K, BK), num_stages=2):
            if TRANSPOSE_A:
                T.copy(A[k * BK, by * BM], a)
            else:
                T.copy(A[by * BM, k * BK], a)
            if TRANSPOSE_B:
                T.copy(B[bx * BN, k * BK], b)
            else:
                T.copy(B[k * BK, bx * BN], b)
            T.gemm(a, b, c, transpose_A=TRANSPOSE_A, transpose_B=TRANSPOSE_B)
        T.copy(c, C[by * BM, bx * BN])
