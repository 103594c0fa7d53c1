"""A 3x3 convolution by copies of shifted rows: what lies beside the image reads 0."""

import numpy as np

import ttc.language as T

N, H, W, C, F = 2, 6, 40, 32, 64
REACH = 3


@T.prim_func
def conv_by_rows(
    Image: T.Tensor((N, H, W, C), "bfloat16"),
    Weights: T.Tensor((REACH * REACH * C, F), "bfloat16"),
    Out: T.Tensor((N, H, W, F), "bfloat16"),
):
    with T.Kernel(T.ceildiv(W, 32), H, N) as (bw, h, n):
        pixels = T.alloc_shared((32, C), "bfloat16")
        taps = T.alloc_shared((C, F), "bfloat16")
        total = T.alloc_fragment((32, F), "float32")
        T.clear(total)
        for r in range(REACH):
            for s in range(REACH):
                T.copy(Image[n, h + r - 1, bw * 32 + s - 1, 0], pixels)
                T.copy(Weights[(r * REACH + s) * C, 0], taps)
                T.gemm(pixels, taps, total)
        T.copy(total, Out[n, h, bw * 32, 0])


def ref_program(Image, Weights):
    padded = np.pad(Image, ((0, 0), (1, 1), (1, 1), (0, 0)))
    taps = Weights.reshape(REACH, REACH, C, F)
    return sum(
        padded[:, r : r + H, s : s + W] @ taps[r, s] for r in range(REACH) for s in range(REACH)
    )
