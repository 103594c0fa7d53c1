"""Blocks that write other places, or other tensors, as their ids say; edges of odd sizes."""

import numpy as np

import ttc.language as T

N, BLOCK = 100, 32
TILES = -(-N // BLOCK)


@T.prim_func
def conditional_writes(
    A: T.Tensor((N, N), "float32"),
    C: T.Tensor((N, N), "float32"),
    Diagonal: T.Tensor((TILES * BLOCK, BLOCK), "float32"),
    First: T.Tensor((BLOCK, BLOCK), "float32"),
    Rest: T.Tensor((BLOCK, (TILES - 1) * BLOCK), "float32"),
    limit: T.int32,
):
    with T.Kernel(TILES, TILES) as (bx, by):
        a = T.alloc_shared((BLOCK, BLOCK), "float32")
        T.copy(A[by * BLOCK, bx * BLOCK], a)
        if bx == by:
            T.copy(a, Diagonal[by * BLOCK, 0])
        if by == 0 and bx < 1:
            T.copy(a, First)
        elif by == 0:
            T.copy(a, Rest[0, (bx - 1) * BLOCK])
        if by < bx:
            if bx * BLOCK < limit:
                for i, j in T.Parallel(BLOCK, BLOCK):
                    a[i, j] = -a[i, j]
                T.copy(a, C[by * BLOCK, bx * BLOCK])
            else:
                T.copy(a, C[by * BLOCK, bx * BLOCK])
        else:
            for i, j in T.Parallel(BLOCK, BLOCK):
                a[i, j] = a[i, j] * 2.0
            if T.max(bx, by) > 1 or bx + by == 0:
                T.copy(a, C[by * BLOCK, bx * BLOCK])
            else:
                T.fill(a, 0.5)
                T.copy(a, C[by * BLOCK, bx * BLOCK])


def ref_program(A, limit):
    padded = np.zeros((TILES * BLOCK, TILES * BLOCK), np.float32)
    padded[:N, :N] = A
    blocks = padded.reshape(TILES, BLOCK, TILES, BLOCK).transpose(0, 2, 1, 3)
    out = np.empty_like(blocks)
    for by in range(TILES):
        for bx in range(TILES):
            block = blocks[by, bx]
            if by < bx:
                out[by, bx] = -block if bx * BLOCK < limit else block
            else:
                out[by, bx] = 2 * block if max(bx, by) > 1 or bx + by == 0 else 0.5
    return (
        out.transpose(0, 2, 1, 3).reshape(padded.shape)[:N, :N],
        np.concatenate([blocks[n, n] for n in range(TILES)]),
        blocks[0, 0],
        np.concatenate([blocks[0, n] for n in range(1, TILES)], axis=1),
    )
