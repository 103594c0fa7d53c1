"""Tensors under two shapes: the same tiles, other tiles of one that is only read, the same rows."""

import numpy as np

import ttc.language as T

B, S, D = 3, 40, 96
R = B * 64


@T.prim_func
def two_shapes(
    X: T.Tensor((B, S, D), "bfloat16"),
    Y: T.Tensor((B, 64, D), "bfloat16"),
    Sums: T.Tensor((B * S, D), "bfloat16"),
    Product: T.Tensor((R, D), "bfloat16"),
    Written: T.Tensor((B, S, D), "bfloat16"),
):
    with T.Kernel(B) as b:
        part = T.alloc_shared((S, D), "bfloat16")
        T.copy(X[b, 0:S, 0:D], part)
        for i, j in T.Parallel(S, D):
            part[i, j] = part[i, j] * 2
        T.copy(part, Written[b, 0:S, 0:D])
    with T.Kernel(T.ceildiv(B * S, 32)) as r:
        flat = T.alloc_shared((32, D), "bfloat16")
        more = T.alloc_shared((32, D), "bfloat16")
        T.copy(T.reshape(X, (B * S, D))[r * 32, 0], flat)
        T.copy(T.reshape(Written, (B * S, D))[r * 32, 0], more)
        for i, j in T.Parallel(32, D):
            flat[i, j] = flat[i, j] + more[i, j]
        T.copy(flat, Sums[r * 32, 0])
    with T.Kernel(R // 32) as r:
        here = T.alloc_shared((32, D), "bfloat16")
        last = T.alloc_shared((32, D), "bfloat16")
        T.copy(T.reshape(Y, (R, D))[r * 32, 0], here)
        # Behind the end of a part there are zeros, not the rows of the next one.
        T.copy(Y[r // 2, 32 + 32 * (r % 2) : 64 + 32 * (r % 2), 0:D], last)
        for i, j in T.Parallel(32, D):
            here[i, j] = here[i, j] - last[i, j]
        T.copy(here, Product[r * 32, 0])


def ref_program(X, Y):
    behind = np.concatenate([Y[:, 32:], np.zeros((B, 32, D), Y.dtype)], 1)
    return (X + 2 * X).reshape(-1, D), (Y - behind).reshape(R, D), 2 * X
