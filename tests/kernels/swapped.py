"""Two buffers that trade places an odd number of times."""

import ttc.language as T

N = 64


@T.prim_func
def swapped(
    A: T.Tensor((N, N), "float32"),
    B: T.Tensor((N, N), "float32"),
    C: T.Tensor((N, N), "float32"),
    D: T.Tensor((N, N), "float32"),
):
    with T.Kernel(2, 2) as (bx, by):
        x = T.alloc_shared((32, 32), "float32")
        y = T.alloc_shared((32, 32), "float32")
        z = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], x)
        T.copy(B[by * 32, bx * 32], y)
        for _ in T.serial(5):
            T.copy(x, z)
            T.copy(y, x)
            T.copy(z, y)
        T.copy(x, C[by * 32, bx * 32])
        T.copy(y, D[by * 32, bx * 32])


def ref_program(A, B):
    return B, A
