"""A product of a view, sums of views whose last tiles are not full, and a column of a matrix."""

import ttc.language as T

M, N, GROUP = 20, 96, 32
ROWS = M * N // GROUP


@T.prim_func
def retiled_products(
    A: T.Tensor((M, N), "bfloat16"),
    B: T.Tensor((GROUP, 48), "bfloat16"),
    C: T.Tensor((ROWS, 48), "float32"),
    S: T.Tensor((GROUP,), "float32"),
    P: T.Tensor((N,), "float32"),
    V: T.Tensor((M * N, 1), "bfloat16"),
):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), "bfloat16")
        b = T.alloc_shared((GROUP, 48), "bfloat16")
        c = T.alloc_fragment((ROWS, 48), "float32")
        s = T.alloc_fragment((GROUP,), "float32")
        p = T.alloc_fragment((N,), "float32")
        groups = T.view(a, (ROWS, GROUP))
        again = T.alloc_shared((ROWS, GROUP), "bfloat16")
        T.copy(A, a)
        T.copy(B, b)
        T.clear(c)
        T.gemm(groups, b, c)
        T.reduce_sum(groups, s, dim=0)
        T.copy(groups, again)
        T.reduce_sum(T.view(again, (M, N)), p, dim=0)
        T.copy(c, C)
        T.copy(s, S)
        T.copy(p, P)
        T.copy(T.view(a, (M * N, 1)), V)


def ref_program(A, B):
    groups = A.reshape(ROWS, GROUP)
    return groups @ B, groups.sum(axis=0), A.sum(axis=0), A.reshape(M * N, 1)
