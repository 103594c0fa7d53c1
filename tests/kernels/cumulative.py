"""Running sums: what a loop carries is stored in every step."""

import numpy as np

import ttc.language as T

STEPS, M, N = 5, 40, 70


@T.prim_func
def cumulative(
    A: T.Tensor((STEPS, M, N), "bfloat16"),
    C: T.Tensor((STEPS, M, N), "float32"),
):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        total = T.alloc_fragment((32, 32), "float32")
        T.clear(total)
        for t in T.Pipelined(STEPS, num_stages=3):
            T.copy(A[t, by * 32, bx * 32], a)
            for i, j in T.Parallel(32, 32):
                total[i, j] += a[i, j]
            T.copy(total, C[t, by * 32, bx * 32])


def ref_program(A):
    return np.cumsum(A, axis=0)
