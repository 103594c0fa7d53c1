"""50 of 70 rows of 35 elements: what is left of the tiles of a gathered block is zero."""

import ttc.language as T


@T.prim_func
def odd_rows(
    A: T.Tensor((70, 35), "bfloat16"),
    B: T.Tensor((70, 35), "bfloat16"),
    C: T.Tensor((50, 64), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_shared((50, 35), "bfloat16")
        b = T.alloc_shared((64, 35), "bfloat16")
        c = T.alloc_fragment((50, 64), "float32")
        T.copy(A[7, 0], a)
        T.copy(B[3, 0], b)
        T.clear(c)
        T.gemm(a, b, c, transpose_B=True)
        T.copy(c, C)


def ref_program(A, B):
    return A[7:57] @ B[3:67].T
