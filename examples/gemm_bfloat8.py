"""
C = diag(a) A B diag(b) with A and B in bfloat8_b, half the bytes of bfloat16.

bfloat8_b has seven bits of mantissa and an exponent that sixteen neighbours share, so operands
are scaled before they are stored; their scales come back in the epilogue, in float32.
"""

import tilelang
import tilelang.language as T

M = 200
N = 150
K = 320


@tilelang.jit(out_idx=[-1])
def factory(M=M, N=N, K=K, block_M=64, block_N=64, block_K=64):
    @T.prim_func
    def gemm_bfloat8(
        A: T.Tensor((M, K), "bfloat8_b"),
        B: T.Tensor((K, N), "bfloat8_b"),
        ScaleA: T.Tensor((M,), "float32"),
        ScaleB: T.Tensor((N,), "float32"),
        C: T.Tensor((M, N), "bfloat16"),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
            a = T.alloc_shared((block_M, block_K), "bfloat8_b")
            b = T.alloc_shared((block_K, block_N), "bfloat8_b")
            scale_a = T.alloc_shared((block_M,), "float32")
            scale_b = T.alloc_shared((block_N,), "float32")
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.copy(ScaleA[by * block_M], scale_a)
            T.copy(ScaleB[bx * block_N], scale_b)
            T.clear(c)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
                T.copy(A[by * block_M, k * block_K], a)
                T.copy(B[k * block_K, bx * block_N], b)
                T.gemm(a, b, c)
            for i, j in T.Parallel(block_M, block_N):
                c[i, j] = c[i, j] * scale_a[i] * scale_b[j]
            T.copy(c, C[by * block_M, bx * block_N])

    return gemm_bfloat8


def ref_program(A, B, ScaleA, ScaleB):
    return ScaleA[:, None] * (A @ B) * ScaleB
