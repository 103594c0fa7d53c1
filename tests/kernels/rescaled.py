"""An accumulator larger than DST that every step scales before it adds its product."""

import numpy as np

import ttc.language as T

N, K = 128, 256


@T.prim_func
def rescaled(
    A: T.Tensor((N, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    C: T.Tensor((N, N), "float32"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((N, 64), "bfloat16")
        b = T.alloc_shared((64, N), "bfloat16")
        c = T.alloc_fragment((N, N), "float32")
        T.clear(c)
        for k in T.Pipelined(K // 64, num_stages=2):
            T.copy(A[0, k * 64], a)
            T.copy(B[k * 64, 0], b)
            for i, j in T.Parallel(N, N):
                c[i, j] = c[i, j] * 0.5
            T.gemm(a, b, c)
        T.copy(c, C[0, 0])


def ref_program(A, B):
    total = np.zeros((N, N), np.float32)
    for k in range(0, K, 64):
        total = total * 0.5 + A[:, k : k + 64] @ B[k : k + 64]
    return total
