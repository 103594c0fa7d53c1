"""B = A^T: each block is transposed on its core and stored where its rows and columns change."""

import tilelang.language as T

M = 300
N = 170
BM = 64
BN = 96


@T.prim_func
def transpose(
    A: T.Tensor((M, N), "bfloat16"),
    B: T.Tensor((N, M), "bfloat16"),
):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BM, BN), "bfloat16")
        b = T.alloc_fragment((BN, BM), "bfloat16")
        T.copy(A[by * BM, bx * BN], a)
        T.transpose(a, b)
        T.copy(b, B[bx * BN, by * BM])


def ref_program(A):
    return A.T
