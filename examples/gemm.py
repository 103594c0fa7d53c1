"""C = A B in bfloat16 with float32 accumulation, as TileLang's documentation writes it."""

import tilelang
import tilelang.language as T

M = 1024
N = 1024
K = 1024


@tilelang.jit(out_idx=[-1])
def matmul(
    M=M,
    N=N,
    K=K,
    block_M=128,
    block_N=128,
    block_K=32,
    num_stages=2,
    dtype="bfloat16",
    accum_dtype="float32",
):
    @T.prim_func
    def gemm(
        A: T.Tensor((M, K), dtype),
        B: T.Tensor((K, N), dtype),
        C: T.Tensor((M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), threads=128) as (bx, by):
            A_shared = T.alloc_shared((block_M, block_K), dtype)
            B_shared = T.alloc_shared((block_K, block_N), dtype)
            C_local = T.alloc_fragment((block_M, block_N), accum_dtype)

            T.clear(C_local)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=num_stages):
                T.copy(A[by * block_M, k * block_K], A_shared)
                T.copy(B[k * block_K, bx * block_N], B_shared)
                T.gemm(A_shared, B_shared, C_local)

            T.copy(C_local, C[by * block_M, bx * block_N])

    return gemm


def ref_program(A, B):
    return A.astype("float32") @ B.astype("float32")
