"""A block for the FPU and a later one that is chosen from do not share a circular buffer."""

import ttc.language as T


@T.prim_func
def program(
    X: T.Tensor((70, 64), "bfloat16"),
    Y: T.Tensor((70, 64), "float32"),
    Z: T.Tensor((70, 64), "bfloat16"),
):
    with T.Kernel(2) as by:
        x = T.alloc_shared((64, 64), "bfloat16")
        a = T.alloc_fragment((64, 64), "float32")
        b = T.alloc_fragment((64, 64), "bfloat16")
        y = T.alloc_fragment((64, 64), "float32")
        z = T.alloc_shared((64, 64), "bfloat16")
        total = T.alloc_fragment((64,), "float32")
        mean = T.alloc_fragment((64,), "float32")
        T.copy(X[by * 64, 0], x)
        for i, j in T.Parallel(64, 64):
            power = T.pow(T.abs(x[i, j] * 0.25) + 0.5, x[i, j] * 0.25)
            a[i, j] = T.if_then_else((by * 64 + i - j) * 0.0625 >= 0.0, x[i, j], power)
            b[i, j] = T.abs(x[i, j] * j * 0.01 / (T.abs(x[i, j]) + 0.5))
        T.reduce_abssum(a, total, dim=1)
        for i in T.Parallel(64):
            mean[i] = total[i] / 64.0
        for i, j in T.Parallel(64, 64):
            y[i, j] = (
                T.max(b[i, j], mean[i])
                if by * 64 + i - j < 49
                else T.if_then_else(19 <= j < 49, mean[i], b[i, j]) * 0.75 + 0.25
            )
            z[i, j] = T.pow(T.abs(b[i, j]) + 0.5, mean[i] * 0.25)
        T.copy(y, Y[by * 64, 0])
        T.copy(z, Z[by * 64, 0])
