"""
C = A B^T with four blocks of each operand in flight.

`num_stages` is how many blocks a circular buffer holds: the reader runs ahead by that many while
the matrix unit computes. `T.use_swizzle` orders the blocks of C so that neighbours in time share
rows and columns.
"""

import tilelang
import tilelang.language as T

M = 300
N = 200
K = 500


@tilelang.jit(out_idx=[-1])
def factory(M=M, N=N, K=K, block_M=64, block_N=64, block_K=64, num_stages=4, dtype="bfloat16"):
    @T.prim_func
    def gemm_pipelined(
        A: T.Tensor((M, K), dtype),
        B: T.Tensor((N, K), dtype),
        C: T.Tensor((M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
            a = T.alloc_shared((block_M, block_K), dtype)
            b = T.alloc_shared((block_N, block_K), dtype)
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.use_swizzle(4)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=num_stages):
                T.copy(A[by * block_M, k * block_K], a)
                T.copy(B[bx * block_N, k * block_K], b)
                T.gemm(a, b, c, transpose_B=True, clear_accum=k == 0)
            T.copy(c, C[by * block_M, bx * block_N])

    return gemm_pipelined


def ref_program(A, B):
    return A @ B.T
