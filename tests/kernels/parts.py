"""Products, reductions and fills of parts of buffers, and copies from tensor to tensor."""

import numpy as np

import ttc.language as T


@T.prim_func
def parts(
    A: T.Tensor((64, 64), "float32"),
    B: T.Tensor((64, 64), "float32"),
    C: T.Tensor((2, 32, 64), "bfloat16"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        c = T.alloc_fragment((64, 64), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.copy(A, a)
        T.clear(c)
        T.gemm(a[0:32, :], a[32:64, :], c[0:32, 32:64], transpose_B=True)
        T.reduce_max(a[0:32, 32:64], m, dim=1)
        for i, j in T.Parallel(32, 32):
            c[32 + i, j] = m[i]
        T.fill(c[32:64, 32:64], 7)
        T.copy(c, B)
        T.copy(A[0:32, :], C[1, :, :])
        T.copy(A[32:64, :], C[0, :, :])


def ref_program(A):
    result = np.full((64, 64), 7, np.float32)
    result[:32] = 0
    result[:32, 32:] = A[:32] @ A[32:].T
    result[32:, :32] = A[:32, 32:].max(1, keepdims=True)
    return result, np.stack([A[32:], A[:32]])
