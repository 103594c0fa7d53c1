"""The kernels that are measured."""

import ttc.language as T
from ttc.language import PrimFunc


def gemm(M: int, N: int, K: int, BM: int, BN: int, BK: int, stages: int = 2) -> PrimFunc:
    """Returns C = A B in bfloat16, accumulated in float32, one block of C per grid point."""

    @T.prim_func
    def gemm(
        A: T.Tensor((M, K), "bfloat16"),
        B: T.Tensor((K, N), "bfloat16"),
        C: T.Tensor((M, N), "bfloat16"),
    ):
        with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
            A_shared = T.alloc_shared((BM, BK), "bfloat16")
            B_shared = T.alloc_shared((BK, BN), "bfloat16")
            C_local = T.alloc_fragment((BM, BN), "float32")
            T.clear(C_local)
            for k in T.Pipelined(T.ceildiv(K, BK), num_stages=stages):
                T.copy(A[by * BM, k * BK], A_shared)
                T.copy(B[k * BK, bx * BN], B_shared)
                T.gemm(A_shared, B_shared, C_local)
            T.copy(C_local, C[by * BM, bx * BN])

    return gemm
