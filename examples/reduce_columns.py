"""
Mean and standard deviation of each column, in two passes over blocks of rows.

A statistic of a column is a row vector: `mean[j]` in a loop over (i, j) is one row of elements
repeated down the block, which the matrix unit does while it subtracts.
"""

import tilelang.language as T

M = 250
N = 200
BM = 64
BN = 64


@T.prim_func
def reduce_columns(
    X: T.Tensor((M, N), "bfloat16"),
    Mean: T.Tensor((N,), "float32"),
    Deviation: T.Tensor((N,), "float32"),
):
    with T.Kernel(T.ceildiv(N, BN)) as bx:
        x = T.alloc_shared((BM, BN), "bfloat16")
        square = T.alloc_fragment((BM, BN), "float32")
        mean = T.alloc_fragment((BN,), "float32")
        deviation = T.alloc_fragment((BN,), "float32")
        T.clear(mean)
        for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
            T.copy(X[k * BM, bx * BN], x)
            T.reduce_sum(x, mean, dim=0, clear=False)
        for j in T.Parallel(BN):
            mean[j] = mean[j] / M
        T.clear(deviation)
        for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
            T.copy(X[k * BM, bx * BN], x)
            for i, j in T.Parallel(BM, BN):
                # Rows past the last one read as 0, and a 0 is not the mean.
                square[i, j] = T.if_then_else(
                    k * BM + i < M, (x[i, j] - mean[j]) * (x[i, j] - mean[j]), 0.0
                )
            T.reduce_sum(square, deviation, dim=0, clear=False)
        for j in T.Parallel(BN):
            deviation[j] = T.sqrt(deviation[j] / M)
        T.copy(mean, Mean[bx * BN])
        T.copy(deviation, Deviation[bx * BN])


def ref_program(X):
    return X.mean(axis=0), X.std(axis=0)
