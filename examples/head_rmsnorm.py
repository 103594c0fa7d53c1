"""
Root-mean-square normalisation of each head of a projection, as of queries and keys.

X is tokens x (heads * width), as a product leaves it. In L1 a view takes every head for a row of
its own, so a sum over columns is that of one head. Its tiles hold other elements, and compute lays
them out anew.
"""

import numpy as np
import tilelang.language as T

TOKENS = 100
HEADS = 4
WIDTH = 64
BM = 32
EPSILON = 1e-6


@T.prim_func
def head_rmsnorm(
    X: T.Tensor((TOKENS, HEADS * WIDTH), "bfloat16"),
    Weight: T.Tensor((WIDTH,), "bfloat16"),
    Y: T.Tensor((TOKENS, HEADS * WIDTH), "bfloat16"),
):
    with T.Kernel(T.ceildiv(TOKENS, BM)) as by:
        x = T.alloc_shared((BM, HEADS * WIDTH), "bfloat16")
        weight = T.alloc_shared((WIDTH,), "bfloat16")
        square = T.alloc_fragment((BM * HEADS, WIDTH), "float32")
        inverse = T.alloc_fragment((BM * HEADS,), "float32")
        y = T.alloc_fragment((BM * HEADS, WIDTH), "bfloat16")
        T.copy(X[by * BM, 0], x)
        T.copy(Weight, weight)
        head = T.view(x, (BM * HEADS, WIDTH))
        for i, j in T.Parallel(BM * HEADS, WIDTH):
            square[i, j] = T.cast(head[i, j], "float32") * head[i, j]
        T.reduce_sum(square, inverse, dim=1)
        for i, j in T.Parallel(BM * HEADS, WIDTH):
            y[i, j] = head[i, j] * T.rsqrt(inverse[i] / WIDTH + EPSILON) * weight[j]
        T.copy(T.view(y, (BM, HEADS * WIDTH)), Y[by * BM, 0])


def ref_program(X, Weight):
    heads = X.reshape(TOKENS, HEADS, WIDTH)
    inverse = 1 / np.sqrt((heads**2).mean(axis=2, keepdims=True) + EPSILON)
    return (heads * inverse * Weight).reshape(TOKENS, HEADS * WIDTH)
