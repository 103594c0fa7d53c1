"""
C = A W with weights stored in int8: converted to bfloat16 on the core, scaled per column.

Whole numbers up to 127 are exact in bfloat16, and a scale per column of W commutes with the
product, so it waits for the epilogue.
"""

import tilelang
import tilelang.language as T

M = 100
N = 200
K = 160


@tilelang.jit(out_idx=[-1])
def factory(M=M, N=N, K=K, block_M=64, block_N=64, block_K=64, dtype="bfloat16"):
    @T.prim_func
    def gemm_int8(
        A: T.Tensor((M, K), dtype),
        W: T.Tensor((K, N), "int8"),
        Scale: T.Tensor((N,), "float32"),
        C: T.Tensor((M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
            a = T.alloc_shared((block_M, block_K), dtype)
            stored = T.alloc_shared((block_K, block_N), "int8")
            w = T.alloc_fragment((block_K, block_N), dtype)
            scale = T.alloc_shared((block_N,), "float32")
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.copy(Scale[bx * block_N], scale)
            T.clear(c)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
                T.copy(A[by * block_M, k * block_K], a)
                T.copy(W[k * block_K, bx * block_N], stored)
                for i, j in T.Parallel(block_K, block_N):
                    w[i, j] = T.cast(stored[i, j], dtype)
                T.gemm(a, w, c)
            for i, j in T.Parallel(block_M, block_N):
                c[i, j] = c[i, j] * scale[j]
            T.copy(c, C[by * block_M, bx * block_N])

    return gemm_int8


def ref_program(A, W, Scale):
    return A @ W.astype("float32") * Scale
