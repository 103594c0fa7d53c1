"""A loop that accumulates a product nobody uses, beside one that is stored."""

import ttc.language as T

N, K = 64, 96


@T.prim_func
def unused_product(
    A: T.Tensor((N, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((N, N), "float32"),
):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_shared((32, 32), "bfloat16")
        c = T.alloc_fragment((32, 32), "float32")
        unused = T.alloc_fragment((32, 32), "float32")
        T.clear(c)
        T.clear(unused)
        for k in T.Pipelined(K // 32, num_stages=2):
            T.copy(A[by * 32, k * 32], a)
            T.copy(B[k * 32, bx * 32], b)
            T.gemm(a, b, unused, transpose_A=True)
            T.gemm(a, b, c)
        T.fill(unused, 1.0)
        for i, j in T.Parallel(32, 32):
            c[i, j] += unused[i, j]
        T.copy(c, C[by * 32, bx * 32])


def ref_program(A, B):
    return A @ B + 1
