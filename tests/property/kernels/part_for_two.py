"""A block that is filled in part, and goes to two tensors."""

import ttc.language as T


@T.prim_func
def program(
    X: T.Tensor((70, 64), "float32"),
    Y: T.Tensor((70, 64), "bfloat16"),
    Z: T.Tensor((70, 64), "float32"),
):
    with T.Kernel(2) as by:
        x = T.alloc_shared((64, 64), "float32")
        T.copy(X[by * 64, 0], x)
        T.fill(x[0:32, :], 0.5)
        T.copy(x, Y[by * 64, 0])
        T.copy(x, Z[by * 64, 0])
