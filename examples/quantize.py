"""
Quantises each row of a matrix to int8, with the scale that makes its largest element 127.

A block is whole rows: the largest magnitude of a row is known before its first element is
rounded, and X is read once. A row has one division, for its scale; its elements are multiplied.
"""

import numpy as np
import tilelang.language as T

M = 100
N = 200
BM = 32


@T.prim_func
def quantize(
    X: T.Tensor((M, N), "bfloat16"),
    Q: T.Tensor((M, N), "int8"),
    Scale: T.Tensor((M,), "float32"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, N), "bfloat16")
        q = T.alloc_fragment((BM, N), "int8")
        largest = T.alloc_fragment((BM,), "float32")
        inverse = T.alloc_fragment((BM,), "float32")
        T.copy(X[by * BM, 0], x)
        T.reduce_absmax(x, largest, dim=1)
        for i in T.Parallel(BM):
            # A row of zeros has no scale of its own.
            largest[i] = T.max(largest[i], 1e-6)
            inverse[i] = (1.0 / largest[i]) * 127.0
        for i, j in T.Parallel(BM, N):
            q[i, j] = T.cast(T.clamp(T.round(x[i, j] * inverse[i]), -127.0, 127.0), "int8")
        for i in T.Parallel(BM):
            largest[i] = largest[i] / 127.0
        T.copy(q, Q[by * BM, 0])
        T.copy(largest, Scale[by * BM])


def ref_program(X):
    largest = np.maximum(np.abs(X).max(axis=1, keepdims=True), np.float32(1e-6))
    inverse = (1 / largest) * np.float32(127)
    return np.round(X * inverse).astype(np.int8), largest[:, 0] / 127
