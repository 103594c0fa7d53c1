"""C[b] = A[b] B[b]: the third axis of the grid is the matrix of the batch."""

import tilelang
import tilelang.language as T

BATCH = 3
M = 100
N = 130
K = 96


@tilelang.jit(out_idx=[-1])
def factory(BATCH=BATCH, M=M, N=N, K=K, block_M=64, block_N=64, block_K=32, dtype="bfloat16"):
    @T.prim_func
    def gemm_batched(
        A: T.Tensor((BATCH, M, K), dtype),
        B: T.Tensor((BATCH, K, N), dtype),
        C: T.Tensor((BATCH, M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), BATCH) as (bx, by, bz):
            a = T.alloc_shared((block_M, block_K), dtype)
            b = T.alloc_shared((block_K, block_N), dtype)
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.clear(c)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
                T.copy(A[bz, by * block_M, k * block_K], a)
                T.copy(B[bz, k * block_K, bx * block_N], b)
                T.gemm(a, b, c)
            T.copy(c, C[bz, by * block_M, bx * block_N])

    return gemm_batched


def ref_program(A, B):
    return A @ B
