"""A product for each matrix of a batch, of sizes that no block divides."""

import ttc.language as T

BATCH, M, N, K = 3, 70, 100, 130


@T.prim_func
def batched(
    A: T.Tensor((BATCH, M, K), "bfloat16"),
    B: T.Tensor((BATCH, K, N), "bfloat16"),
    C: T.Tensor((BATCH, M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 64), BATCH) as (bx, by, bz):
        a = T.alloc_shared((64, 32), "bfloat16")
        b = T.alloc_shared((32, 32), "bfloat16")
        c = T.alloc_fragment((64, 32), "float32")
        T.annotate_schedule(work="strided", order="column")
        T.clear(c)
        for k in T.Pipelined(T.ceildiv(K, 32), num_stages=3):
            T.copy(A[bz, by * 64, k * 32], a)
            T.copy(B[bz, k * 32, bx * 32], b)
            T.gemm(a, b, c)
        T.copy(c, C[bz, by * 64, bx * 32])


def ref_program(A, B):
    return A @ B
