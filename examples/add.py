"""C = A + B, one 64x64 block of the result at a time."""

import ttc.language as T

M = 512
N = 512
BM = 64
BN = 64
dtype = "bfloat16"


@T.prim_func
def add(
    A: T.Tensor((M, N), dtype),
    B: T.Tensor((M, N), dtype),
    C: T.Tensor((M, N), dtype),
):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), threads=128) as (bx, by):
        A_shared = T.alloc_shared((BM, BN), dtype)
        B_shared = T.alloc_shared((BM, BN), dtype)
        C_local = T.alloc_fragment((BM, BN), dtype)
        T.copy(A[by * BM, bx * BN], A_shared)
        T.copy(B[by * BM, bx * BN], B_shared)
        for i, j in T.Parallel(BM, BN):
            C_local[i, j] = A_shared[i, j] + B_shared[i, j]
        T.copy(C_local, C[by * BM, bx * BN])


def ref_program(A, B):
    return A + B
