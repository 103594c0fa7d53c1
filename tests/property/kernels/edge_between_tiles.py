"""A mask whose edge lies between two tiles: none is cut, and each still has its own answer."""

import ttc.language as T


@T.prim_func
def program(X: T.Tensor((128, 40), "bfloat16"), Y: T.Tensor((128, 40), "float32")):
    with T.Kernel(1) as _:
        x = T.alloc_shared((128, 40), "float32")
        T.copy(X, x)
        for i, j in T.Parallel(128, 40):
            if i < 96:
                x[i, j] = j
        T.copy(x, Y)
