"""C = C / 2 + A, element by element in the tensor itself."""

import ttc.language as T

M, N = 100, 70


@T.prim_func
def in_place(
    A: T.Tensor((M, N), "float32"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(T.ceildiv(N, 64), T.ceildiv(M, 32)) as (bx, by):
        for i, j in T.Parallel(32, 64):
            C[by * 32 + i, bx * 64 + j] = (
                C[by * 32 + i, bx * 64 + j] / 2.0 + A[by * 32 + i, bx * 64 + j]
            )


def ref_program(A, C):
    C[:] = C / 2 + A
