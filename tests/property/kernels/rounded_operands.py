"""Operands that are bfloat16 to the author and float32 in their circular buffer."""

import ttc.language as T


@T.prim_func
def program(X: T.Tensor((32, 40), "float32"), Y: T.Tensor((32, 40), "bfloat16")):
    with T.Kernel(1) as _:
        x = T.alloc_shared((32, 40), "bfloat16")
        y = T.alloc_fragment((32, 40), "bfloat16")
        T.copy(X, x)
        for i, j in T.Parallel(32, 40):
            y[i, j] = T.clamp((x[i, j] + x[i, j]) * (x[i, j] - 1.0), -8.0, 8.0)
        T.copy(y, Y)
