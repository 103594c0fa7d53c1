"""A 3x3 convolution: rows are moved by a product with a matrix of zeros and ones."""

import numpy as np

import ttc.language as T

BATCH, HEIGHT, WIDTH, C_IN, C_OUT = 2, 4, 40, 33, 70
WINDOW = 3


@T.prim_func
def moved_rows(
    X: T.Tensor((BATCH, HEIGHT, WIDTH, C_IN), "bfloat16"),
    W: T.Tensor((WINDOW, WINDOW, C_IN, C_OUT), "bfloat16"),
    Y: T.Tensor((BATCH, HEIGHT, WIDTH, C_OUT), "bfloat16"),
):
    with T.Kernel(T.ceildiv(C_OUT, 64), HEIGHT, BATCH) as (bo, h, b):
        x = T.alloc_shared((WIDTH, 32), "bfloat16")
        w = T.alloc_shared((32, 64), "bfloat16")
        move = T.alloc_fragment((WIDTH, WIDTH), "bfloat16")
        moved = T.alloc_fragment((WIDTH, 32), "float32")
        window = T.alloc_fragment((WIDTH, 32), "bfloat16")
        y = T.alloc_fragment((WIDTH, 64), "float32")
        T.clear(y)
        for s in T.serial(WINDOW):
            for i, j in T.Parallel(WIDTH, WIDTH):
                move[i, j] = T.if_then_else(j == i + s - 1, 1.0, 0.0)
            # Rows above and below the image are all padding.
            for r in T.serial(T.max(0, 1 - h), T.min(WINDOW, HEIGHT + 1 - h)):
                for c in T.Pipelined(T.ceildiv(C_IN, 32), num_stages=2):
                    T.copy(X[b, h + r - 1, 0, c * 32], x)
                    T.copy(W[r, s, c * 32, bo * 64], w)
                    T.gemm(move, x, moved, clear_accum=True)
                    T.copy(moved, window)
                    T.gemm(window, w, y)
        T.copy(y, Y[b, h, 0, bo * 64])


def ref_program(X, W):
    padded = np.pad(X, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return sum(
        padded[:, r : r + HEIGHT, s : s + WIDTH] @ W[r, s]
        for r in range(WINDOW)
        for s in range(WINDOW)
    )
