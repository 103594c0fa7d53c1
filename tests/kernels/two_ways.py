"""A tensor in blocks over several pairs of dimensions: there is a copy of it for each pair."""

import numpy as np

import ttc.language as T

B, S, H, D = 2, 50, 36, 64


@T.prim_func
def two_ways(
    X: T.Tensor((B, S, H, D), "bfloat16"),
    Heads: T.Tensor((B, H, S, D), "bfloat16"),
    Places: T.Tensor((B, S, H, D), "bfloat16"),
):
    with T.Kernel(T.ceildiv(S, 32), H, B) as (r, h, b):
        rows = T.alloc_shared((32, D), "bfloat16")
        T.copy(X[b, r * 32 : r * 32 + 32, h, 0:D], rows)
        T.copy(rows, Heads[b, h, r * 32 : r * 32 + 32, 0:D])
    with T.Kernel(S, B) as (s, b):
        heads = T.alloc_shared((H, D), "bfloat16")
        T.copy(X[b, s, 0:H, 0:D], heads)
        for i, j in T.Parallel(H, D):
            heads[i, j] = heads[i, j] * 2
        T.copy(heads, Places[b, s, 0:H, 0:D])


def ref_program(X):
    return np.transpose(X, (0, 2, 1, 3)), 2 * X
