"""A tensor of one column, read at any row: each number has a tile of its own."""

import ttc.language as T


@T.prim_func
def program(
    X: T.Tensor((3, 1), "bfloat16"),
    Y: T.Tensor((3, 40), "float32"),
):
    with T.Kernel(3) as bz:
        x = T.alloc_shared((1,), "float32")
        y = T.alloc_fragment((40,), "float32")
        T.copy(X[bz, 0:1], x)
        for j in T.Parallel(40):
            y[j] = x[0] * 0.5 + j
        T.copy(y, Y[bz, 0])
