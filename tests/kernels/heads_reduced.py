"""Heads of tokens, by a view and in a buffer of three dimensions: statistics along each of them."""

import numpy as np

import ttc.language as T

M, HEADS, WIDTH = 70, 3, 32
BM = 64


@T.prim_func
def heads_reduced(
    X: T.Tensor((M, HEADS * WIDTH), "float32"),
    Largest: T.Tensor((M, HEADS), "float32"),
    Least: T.Tensor((M, WIDTH), "float32"),
    Summed: T.Tensor((M, HEADS, WIDTH), "float32"),
    Centred: T.Tensor((M, HEADS, WIDTH), "float32"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, HEADS * WIDTH), "float32")
        running = T.alloc_fragment((BM, HEADS * WIDTH), "float32")
        largest = T.alloc_fragment((BM, HEADS), "float32")
        least = T.alloc_fragment((BM, WIDTH), "float32")
        own = T.alloc_fragment((BM, HEADS, WIDTH), "float32")
        T.copy(X[by * BM, 0], x)
        heads = T.view(x, (BM, HEADS, WIDTH))
        sums = T.view(running, (BM, HEADS, WIDTH))
        T.reduce_max(heads, largest, dim=2)
        T.reduce_min(heads, least, dim=1)
        T.cumsum(heads, sums, dim=1)
        for i, h, j in T.Parallel(BM, HEADS, WIDTH):
            own[i, h, j] = heads[i, h, j] - largest[i, h]
        T.copy(largest, Largest[by * BM, 0])
        T.copy(least, Least[by * BM, 0])
        T.copy(sums, Summed[by * BM : by * BM + BM, :, :])
        T.copy(own, Centred[by * BM : by * BM + BM, :, :])


def ref_program(X):
    heads = X.reshape(M, HEADS, WIDTH)
    largest = heads.max(axis=2)
    return largest, heads.min(axis=1), np.cumsum(heads, axis=1), heads - largest[:, :, None]
