"""
A convolution over images of (batch, row, column, channel), as a product.

T.im2col gathers what the window sees at each place, a row of a block for each: BATCH x OH x OW
places by WINDOW x WINDOW x C_IN elements, which are also the rows of the weights. The image lies
in DRAM once, a page for each pixel; what the window sees is spread out in L1 only.
"""

import numpy as np
import tilelang
import tilelang.language as T

BATCH = 2
HEIGHT = 14
WIDTH = 20
C_IN = 64
C_OUT = 96
WINDOW = 3
STRIDE = 1
DILATION = 1
PAD = 1


@tilelang.jit(out_idx=[-1])
def factory(
    BATCH=BATCH,
    HEIGHT=HEIGHT,
    WIDTH=WIDTH,
    C_IN=C_IN,
    C_OUT=C_OUT,
    WINDOW=WINDOW,
    STRIDE=STRIDE,
    DILATION=DILATION,
    PAD=PAD,
    block_M=64,
    block_N=64,
    block_K=64,
    dtype="bfloat16",
):
    OH = (HEIGHT + 2 * PAD - DILATION * (WINDOW - 1) - 1) // STRIDE + 1
    OW = (WIDTH + 2 * PAD - DILATION * (WINDOW - 1) - 1) // STRIDE + 1
    M = BATCH * OH * OW
    K = WINDOW * WINDOW * C_IN

    @T.prim_func
    def conv2d(
        Image: T.Tensor((BATCH, HEIGHT, WIDTH, C_IN), dtype),
        Weights: T.Tensor((K, C_OUT), dtype),
        Out: T.Tensor((M, C_OUT), dtype),
    ):
        with T.Kernel(T.ceildiv(C_OUT, block_N), T.ceildiv(M, block_M)) as (bx, by):
            seen = T.alloc_shared((block_M, block_K), dtype)
            taps = T.alloc_shared((block_K, block_N), dtype)
            total = T.alloc_fragment((block_M, block_N), "float32")
            T.clear(total)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
                T.im2col(Image, seen, by, k, WINDOW, STRIDE, DILATION, PAD)
                T.copy(Weights[k * block_K, bx * block_N], taps)
                T.gemm(seen, taps, total)
            T.copy(total, Out[by * block_M, bx * block_N])

    return conv2d


def ref_program(Image, Weights):
    padded = np.pad(Image, ((0, 0), (PAD, PAD), (PAD, PAD), (0, 0)))
    reach = DILATION * (WINDOW - 1)
    rows, cols = padded.shape[1] - reach, padded.shape[2] - reach
    taps = np.reshape(Weights, (WINDOW, WINDOW, C_IN, C_OUT))
    total = 0.0
    for down in range(WINDOW):
        for across in range(WINDOW):
            y, x = down * DILATION, across * DILATION
            seen = padded[:, y : y + rows : STRIDE, x : x + cols : STRIDE]
            total = total + seen @ taps[down, across]
    return np.reshape(total, (-1, C_OUT))
