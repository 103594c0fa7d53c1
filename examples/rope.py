"""
Rotary position embedding, half split: (a, b) of each head turn by the angle of their position.

X is batch x sequence x heads x dimension. A block is one head's rows, so the tensor is tiled over
sequence and dimension. The halves of a row are parts of one block, apart by DIM / 2 columns.
"""

import numpy as np
import tilelang.language as T

BATCH = 2
SEQUENCE = 100
HEADS = 3
DIM = 64
HALF = DIM // 2
BS = 64


@T.prim_func
def rope(
    X: T.Tensor((BATCH, SEQUENCE, HEADS, DIM), "bfloat16"),
    Cos: T.Tensor((SEQUENCE, HALF), "float32"),
    Sin: T.Tensor((SEQUENCE, HALF), "float32"),
    Y: T.Tensor((BATCH, SEQUENCE, HEADS, DIM), "bfloat16"),
):
    with T.Kernel(T.ceildiv(SEQUENCE, BS), HEADS, BATCH) as (bs, h, b):
        x = T.alloc_shared((BS, DIM), "bfloat16")
        y = T.alloc_fragment((BS, DIM), "bfloat16")
        cos = T.alloc_shared((BS, HALF), "float32")
        sin = T.alloc_shared((BS, HALF), "float32")
        T.copy(X[b, bs * BS : (bs + 1) * BS, h, :], x)
        T.copy(Cos[bs * BS, 0], cos)
        T.copy(Sin[bs * BS, 0], sin)
        for i, j in T.Parallel(BS, HALF):
            y[i, j] = x[i, j] * cos[i, j] - x[i, HALF + j] * sin[i, j]
            y[i, HALF + j] = x[i, HALF + j] * cos[i, j] + x[i, j] * sin[i, j]
        T.copy(y, Y[b, bs * BS : (bs + 1) * BS, h, :])


def ref_program(X, Cos, Sin):
    a, b = X[..., :HALF], X[..., HALF:]
    cos, sin = Cos[None, :, None, :], Sin[None, :, None, :]
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)
