"""C += A B, the accumulator starting from what is in C already."""

import ttc.language as T

M, N, K = 100, 130, 96


@T.prim_func
def start_from_c(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(T.ceildiv(N, 64), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        c = T.alloc_fragment((32, 64), "float32")
        T.copy(C[by * 32, bx * 64], c)
        for k in T.Pipelined(T.ceildiv(K, 32), num_stages=3):
            T.copy(A[by * 32, k * 32], a)
            T.copy(B[k * 32, bx * 64], b)
            T.gemm(a, b, c)
        T.copy(c, C[by * 32, bx * 64])


def ref_program(A, B, C):
    C += A @ B
