"""C = A B with K in two loops: what the inner one accumulates, the outer one carries."""

import ttc.language as T

M, N, K = 64, 96, 256


@T.prim_func
def nested_k(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(N // 32, M // 32) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_shared((32, 32), "bfloat16")
        c = T.alloc_fragment((32, 32), "float32")
        T.clear(c)
        for ko in T.serial(K // 64):
            for ki in T.Pipelined(2, num_stages=2):
                T.copy(A[by * 32, (ko * 2 + ki) * 32], a)
                T.copy(B[(ko * 2 + ki) * 32, bx * 32], b)
                T.gemm(a, b, c)
        T.copy(c, C[by * 32, bx * 32])


def ref_program(A, B):
    return A @ B
