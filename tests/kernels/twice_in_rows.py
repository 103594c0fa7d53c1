"""A tensor that one launch reads in tiles and another at any row lies in rows for both."""

import ttc.language as T


@T.prim_func
def twice_in_rows(
    A: T.Tensor((2, 70, 3, 64), "bfloat16"),
    B: T.Tensor((2, 64, 3, 64), "bfloat16"),
    C: T.Tensor((2, 64, 3, 64), "bfloat16"),
):
    with T.Kernel(2, 3, 2) as (bx, h, b):
        a = T.alloc_shared((32, 64), "bfloat16")
        T.copy(A[b, bx * 32 : bx * 32 + 32, h, :], a)
        T.copy(a, B[b, bx * 32 : bx * 32 + 32, h, :])
    with T.Kernel(2, 3, 2) as (bx, h, b):
        a = T.alloc_shared((32, 64), "bfloat16")
        T.copy(A[b, bx * 32 + 1 : bx * 32 + 33, h, :], a)
        T.copy(a, C[b, bx * 32 : bx * 32 + 32, h, :])


def ref_program(A):
    return A[:, :64], A[:, 1:65]
