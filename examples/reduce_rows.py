"""
Sum, maximum and largest magnitude of each row, read in blocks of columns.

The statistics run from block to block (`clear=False` combines with what is there). Columns past
the last one read as 0, which is no maximum of negative numbers: those are masked.
"""

import numpy as np
import tilelang.language as T

M = 100
N = 1000
BM = 32
BN = 128


@T.prim_func
def reduce_rows(
    X: T.Tensor((M, N), "bfloat16"),
    Sum: T.Tensor((M,), "float32"),
    Max: T.Tensor((M,), "float32"),
    AbsMax: T.Tensor((M,), "float32"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, BN), "bfloat16")
        inside = T.alloc_fragment((BM, BN), "bfloat16")
        total = T.alloc_fragment((BM,), "float32")
        largest = T.alloc_fragment((BM,), "float32")
        magnitude = T.alloc_fragment((BM,), "float32")
        T.clear(total)
        T.fill(largest, -T.infinity("float32"))
        T.clear(magnitude)
        for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
            T.copy(X[by * BM, k * BN], x)
            for i, j in T.Parallel(BM, BN):
                inside[i, j] = T.if_then_else(k * BN + j < N, x[i, j], -T.infinity("bfloat16"))
            T.reduce_sum(x, total, dim=1, clear=False)
            T.reduce_max(inside, largest, dim=1, clear=False)
            T.reduce_absmax(x, magnitude, dim=1, clear=False)
        T.copy(total, Sum[by * BM])
        T.copy(largest, Max[by * BM])
        T.copy(magnitude, AbsMax[by * BM])


def ref_program(X):
    return X.sum(axis=1), X.max(axis=1), np.abs(X).max(axis=1)
