"""A sum of scaled partial products: an accumulator in a loop within a loop."""

import ttc.language as T

N, K = 64, 256


@T.prim_func
def two_levels(
    A: T.Tensor((N, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((N, N), "float32"),
):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_shared((32, 32), "bfloat16")
        part = T.alloc_fragment((32, 32), "float32")
        total = T.alloc_fragment((32, 32), "float32")
        T.clear(total)
        for ko in T.serial(K // 64):
            T.clear(part)
            for ki in T.Pipelined(2, num_stages=2):
                T.copy(A[by * 32, ko * 64 + ki * 32], a)
                T.copy(B[ko * 64 + ki * 32, bx * 32], b)
                T.gemm(a, b, part)
            for i, j in T.Parallel(32, 32):
                total[i, j] += part[i, j] * 0.25
        T.copy(total, C[by * 32, bx * 32])


def ref_program(A, B):
    return (A @ B) * 0.25
