"""What a launch writes head by head, others read place by place, and through a window: rows."""

import numpy as np

import ttc.language as T

B, S, H, D = 2, 11, 36, 64


@T.prim_func
def written_two_ways(
    X: T.Tensor((B, H, S, D), "bfloat16"),
    Places: T.Tensor((B, S, H, D), "bfloat16"),
    Seen: T.Tensor((B * S * H, D), "bfloat16"),
):
    Turned = T.alloc_global((B, S, H, D), "bfloat16")
    with T.Kernel(H, B) as (h, b):
        rows = T.alloc_shared((S, D), "bfloat16")
        T.copy(X[b, h, 0:S, 0:D], rows)
        T.copy(rows, Turned[b, 0:S, h, 0:D])
    with T.Kernel(S, B) as (s, b):
        heads = T.alloc_shared((H, D), "bfloat16")
        T.copy(Turned[b, s, 0:H, 0:D], heads)
        for i, j in T.Parallel(H, D):
            heads[i, j] = heads[i, j] * 2
        T.copy(heads, Places[b, s, 0:H, 0:D])
    with T.Kernel(T.ceildiv(B * S * H, 64)) as r:
        seen = T.alloc_shared((64, D), "bfloat16")
        T.im2col(Turned, seen, r, 0, 1, 1, 1, 0)
        T.copy(seen, Seen[r * 64, 0])


def ref_program(X):
    turned = np.transpose(X, (0, 2, 1, 3))
    return 2 * turned, turned.reshape(-1, D)
