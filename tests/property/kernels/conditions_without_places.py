"""Conditions that hold everywhere or nowhere in a block, and numbers that may be negative."""

import ttc.language as T


@T.prim_func
def program(
    Y: T.Tensor((2, 64, 64), "float32"),
    Z: T.Tensor((2, 64, 64), "float32"),
    n: T.int32,
):
    with T.Kernel(2, 2) as (by, bz):
        y = T.alloc_fragment((32, 64), "int32")
        z = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            y[i, j] = T.if_then_else(n < -1, 3, 0) + T.if_then_else(n + j < -1, 1, 0)
            z[i, j] = T.if_then_else(by + i >= 0, 1.0, (by * 32 + i) * 0.5)
            if by + i == 0:
                z[i, j] = n * 0.5
        for i, j in T.Parallel(32, 64):
            Y[bz, by * 32 + i, j] = y[i, j]
        T.copy(z, Z[bz, by * 32, 0])
