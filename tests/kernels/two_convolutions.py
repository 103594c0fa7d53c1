"""Two convolutions in one function: what is between them is written and gathered in rows."""

import numpy as np

import ttc.language as T

B, H, W, C, F, G = 2, 7, 9, 32, 64, 40
M = B * H * W


@T.prim_func
def two_convolutions(
    Image: T.Tensor((B, H, W, C), "bfloat16"),
    First: T.Tensor((9 * C, F), "bfloat16"),
    Second: T.Tensor((9 * F, G), "bfloat16"),
    Out: T.Tensor((M, G), "bfloat16"),
):
    Between = T.alloc_global((M, F), "bfloat16")
    with T.Kernel(F // 32, T.ceildiv(M, 64)) as (bx, by):
        seen = T.alloc_shared((64, C), "bfloat16")
        taps = T.alloc_shared((C, 32), "bfloat16")
        total = T.alloc_fragment((64, 32), "float32")
        T.clear(total)
        for k in T.Pipelined(9, num_stages=2):
            T.im2col(Image, seen, by, k, 3, 1, 1, 1)
            T.copy(First[k * C, bx * 32], taps)
            T.gemm(seen, taps, total)
        for i, j in T.Parallel(64, 32):
            total[i, j] = T.max(total[i, j], 0)
        T.copy(total, Between[by * 64, bx * 32])
    with T.Kernel(T.ceildiv(G, 32), T.ceildiv(M, 64)) as (bx, by):
        seen = T.alloc_shared((64, F), "bfloat16")
        taps = T.alloc_shared((F, 32), "bfloat16")
        total = T.alloc_fragment((64, 32), "float32")
        T.clear(total)
        again = T.reshape(Between, (B, H, W, F))
        for k in T.Pipelined(9, num_stages=2):
            T.im2col(again, seen, by, k, 3, 1, 1, 1)
            T.copy(Second[k * F, bx * 32], taps)
            T.gemm(seen, taps, total)
        T.copy(total, Out[by * 64, bx * 32])


def convolved(image, weights):
    padded = np.pad(image, ((0, 0), (1, 1), (1, 1), (0, 0)))
    taps = np.reshape(weights, (3, 3, image.shape[-1], -1))
    return sum(
        padded[:, down : down + H, across : across + W] @ taps[down, across]
        for down in range(3)
        for across in range(3)
    )


def ref_program(Image, First, Second):
    import ml_dtypes

    between = np.maximum(convolved(Image, First), 0).astype(ml_dtypes.bfloat16)
    return convolved(between.astype(np.float32), Second).reshape(M, G)
