"""Rows of tokens taken apart into heads, each of which is divided by its largest magnitude."""

import numpy as np

import ttc.language as T

M, HEADS, WIDTH, BM = 70, 3, 64, 32


@T.prim_func
def retiled_heads(
    X: T.Tensor((M, HEADS * WIDTH), "bfloat16"),
    Gain: T.Tensor((WIDTH,), "float32"),
    Y: T.Tensor((M, HEADS * WIDTH), "bfloat16"),
    S: T.Tensor((M, HEADS * WIDTH), "float32"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, HEADS * WIDTH), "bfloat16")
        gain = T.alloc_shared((WIDTH,), "float32")
        y = T.alloc_fragment((BM * HEADS, WIDTH), "float32")
        most = T.alloc_fragment((BM * HEADS,), "float32")
        s = T.alloc_fragment((BM, HEADS * WIDTH), "float32")
        heads = T.view(x, (BM * HEADS, WIDTH))
        T.copy(X[by * BM, 0], x)
        T.copy(Gain, gain)
        T.reduce_absmax(heads, most, dim=1)
        for i, j in T.Parallel(BM * HEADS, WIDTH):
            y[i, j] = heads[i, j] / (most[i] + 0.5) * gain[j]
        joined = T.view(y, (BM, HEADS, WIDTH))
        T.copy(T.reshape(joined, (BM, HEADS * WIDTH)), Y[by * BM, 0])
        for i, j in T.Parallel(BM, HEADS * WIDTH):
            s[i, j] = x[i, j] * 2.0
        T.copy(s, S[by * BM, 0])


def ref_program(X, Gain):
    heads = X.reshape(M, HEADS, WIDTH)
    most = np.abs(heads).max(axis=2, keepdims=True)
    return (heads / (most + 0.5) * Gain).reshape(M, HEADS * WIDTH), X * 2
