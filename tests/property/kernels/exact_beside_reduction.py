"""The FPU reads float32 cut to TF32; what is stored of the same block is not cut."""

import ttc.language as T


@T.prim_func
def program(
    X: T.Tensor((70, 40), "float32"),
    Y: T.Tensor((2, 40), "float32"),
    Z: T.Tensor((70, 40), "float32"),
):
    with T.Kernel(2) as by:
        x = T.alloc_shared((64, 40), "float32")
        largest = T.alloc_fragment((40,), "float32")
        T.copy(X[by * 64, 0], x)
        T.reduce_max(x, largest, dim=0)
        T.copy(largest, Y[by, 0])
        T.copy(x, Z[by * 64, 0])
