"""Products of parts of blocks, as high as the parts and not as wide."""

import ttc.language as T


@T.prim_func
def program(
    A: T.Tensor((64, 128), "bfloat16"),
    B: T.Tensor((128, 32), "bfloat16"),
    Y: T.Tensor((64, 32), "float32"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "bfloat16")
        b = T.alloc_shared((64, 32), "bfloat16")
        c = T.alloc_fragment((64, 32), "float32")
        T.clear(c)
        for k in range(2):
            T.copy(A[0, k * 64], a)
            T.copy(B[k * 64, 0], b)
            T.gemm(a[:, 0:32], b[0:32, :], c)
            T.gemm(a[:, 32:64], b[32:64, :], c)
        T.copy(c, Y)
