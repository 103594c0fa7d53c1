"""
The Walsh-Hadamard transform of each row, over the root of its length N, a power of two.

H(N) is the Kronecker product of H(N / 32) and H(32). Within tiles it is a product with H(32), whose
sign at (i, j) is the parity of the bits that i and j share. Across tiles it is additions: a step
adds and subtracts each pair of neighbours, and puts sums left and differences right.
"""

from math import log2, sqrt

import numpy as np
import tilelang.language as T

M = 100
N = 256
BM = 32
TILES = N // 32
STEPS = int(log2(TILES))


def bit(number, of):
    """Returns 1.0 where a number, as float32, has the bit of value `of`, else 0.0."""
    return T.floor(number / of) - 2.0 * T.floor(number / (2 * of))


def sign(i, j):
    """Returns 1.0 or -1.0, the elements of H(32)."""
    a, b = T.cast(i, "float32"), T.cast(j, "float32")
    result = 1.0 - 2.0 * bit(a, 1) * bit(b, 1)
    for of in (2, 4, 8, 16):
        result = result * (1.0 - 2.0 * bit(a, of) * bit(b, of))
    return result


@T.prim_func
def hadamard(
    X: T.Tensor((M, N), "bfloat16"),
    Y: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        h = T.alloc_shared((32, 32), "bfloat16")
        x = T.alloc_shared((BM, 32), "bfloat16")
        part = T.alloc_fragment((BM, 32), "float32")
        y = T.alloc_fragment((BM, N), "float32")
        z = T.alloc_fragment((BM, N), "float32")
        for i, j in T.Parallel(32, 32):
            h[i, j] = sign(i, j)
        for t in T.Pipelined(TILES, num_stages=2):
            T.copy(X[by * BM, t * 32], x)
            T.gemm(x, h, part, clear_accum=True)
            T.copy(part, y[0:BM, t * 32 : (t + 1) * 32])
        for _ in T.serial(STEPS):
            for t in T.serial(TILES // 2):
                for i, j in T.Parallel(BM, 32):
                    z[i, t * 32 + j] = y[i, 2 * t * 32 + j] + y[i, (2 * t + 1) * 32 + j]
                for i, j in T.Parallel(BM, 32):
                    z[i, (t + TILES // 2) * 32 + j] = (
                        y[i, 2 * t * 32 + j] - y[i, (2 * t + 1) * 32 + j]
                    )
            T.copy(z, y)
        for i, j in T.Parallel(BM, N):
            y[i, j] = y[i, j] * (1 / sqrt(N))
        T.copy(y, Y[by * BM, 0])


def ref_program(X):
    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < N:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return X @ matrix / sqrt(N)
