"""
C = A B where K is long and C small: parts of the sum over K on cores of their own, then their sum.

Two launches, one after the other: the first writes a partial product for each part of K to a
tensor in DRAM that no caller sees, the second adds them. There is no sum across cores within one.
"""

import tilelang
import tilelang.language as T

M = 100
N = 70
K = 1500


@tilelang.jit(out_idx=[-1])
def factory(M=M, N=N, K=K, parts=4, block_M=64, block_N=64, block_K=64, dtype="bfloat16"):
    steps = T.ceildiv(T.ceildiv(K, block_K), parts)

    @T.prim_func
    def gemm_split_k(
        A: T.Tensor((M, K), dtype),
        B: T.Tensor((K, N), dtype),
        C: T.Tensor((M, N), dtype),
    ):
        partial = T.alloc_global((parts, M, N), "float32")
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), parts) as (bx, by, part):
            a = T.alloc_shared((block_M, block_K), dtype)
            b = T.alloc_shared((block_K, block_N), dtype)
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.clear(c)
            # The last part may be shorter; what it would read past the end of K is 0.
            for k in T.Pipelined(steps, num_stages=2):
                T.copy(A[by * block_M, (part * steps + k) * block_K], a)
                T.copy(B[(part * steps + k) * block_K, bx * block_N], b)
                T.gemm(a, b, c)
            T.copy(c, partial[part, by * block_M, bx * block_N])
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
            one = T.alloc_shared((block_M, block_N), "float32")
            total = T.alloc_fragment((block_M, block_N), "float32")
            T.clear(total)
            for part in T.Pipelined(parts, num_stages=2):
                T.copy(partial[part, by * block_M, bx * block_N], one)
                for i, j in T.Parallel(block_M, block_N):
                    total[i, j] += one[i, j]
            T.copy(total, C[by * block_M, bx * block_N])

    return gemm_split_k


def ref_program(A, B):
    return A @ B
