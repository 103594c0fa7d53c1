"""
Y = silu(X W1) W2, block by block of the hidden layer: none of it goes to DRAM.

Each step makes 64 columns of the hidden layer from the rows of X, which stay in L1, and adds what
they contribute to the output. The rounding to bfloat16 between the products is the author's.
"""

import ml_dtypes
import numpy as np
import tilelang
import tilelang.language as T

M = 100
D_IN = 96
HIDDEN = 200
D_OUT = 80


@tilelang.jit(out_idx=[-1])
def factory(M=M, D_IN=D_IN, HIDDEN=HIDDEN, D_OUT=D_OUT, block_M=32, block_H=64, dtype="bfloat16"):
    @T.prim_func
    def fused_mlp(
        X: T.Tensor((M, D_IN), dtype),
        W1: T.Tensor((D_IN, HIDDEN), dtype),
        W2: T.Tensor((HIDDEN, D_OUT), dtype),
        Y: T.Tensor((M, D_OUT), dtype),
    ):
        with T.Kernel(T.ceildiv(M, block_M)) as by:
            x = T.alloc_shared((block_M, D_IN), dtype)
            w1 = T.alloc_shared((D_IN, block_H), dtype)
            w2 = T.alloc_shared((block_H, D_OUT), dtype)
            sums = T.alloc_fragment((block_M, block_H), "float32")
            hidden = T.alloc_fragment((block_M, block_H), dtype)
            y = T.alloc_fragment((block_M, D_OUT), "float32")
            T.copy(X[by * block_M, 0], x)
            T.clear(y)
            for k in T.Pipelined(T.ceildiv(HIDDEN, block_H), num_stages=2):
                T.copy(W1[0, k * block_H], w1)
                T.copy(W2[k * block_H, 0], w2)
                T.gemm(x, w1, sums, clear_accum=True)
                for i, j in T.Parallel(block_M, block_H):
                    hidden[i, j] = sums[i, j] * T.sigmoid(sums[i, j])
                T.gemm(hidden, w2, y)
            T.copy(y, Y[by * block_M, 0])

    return fused_mlp


def ref_program(X, W1, W2):
    sums = X @ W1
    hidden = sums / (1 + np.exp(-sums))
    return hidden.astype(ml_dtypes.bfloat16).astype(np.float32) @ W2
