"""Numbers that a call gives: factors of a T.Parallel, and how many blocks are done."""

import tilelang.language as T

M, N = 288, 70


@T.prim_func
def first_rows(
    A: T.Tensor((M, N), "float32"),
    blocks: T.int32,
    B: T.Tensor((M, N), "float32"),
    factor: T.float32 = 0.25,
    summand: T.int32 = -3,
):
    with T.Kernel(T.ceildiv(N, 32)) as bx:
        a = T.alloc_shared((32, 32), "float32")
        for k in T.serial(T.ceildiv(M, 32)):
            T.copy(A[k * 32, bx * 32], a)
            if k < blocks:
                for i, j in T.Parallel(32, 32):
                    a[i, j] = a[i, j] * factor + summand
            T.copy(a, B[k * 32, bx * 32])


def ref_program(A, blocks, factor, summand):
    B = A.copy()
    B[: blocks * 32] = B[: blocks * 32] * factor + summand
    return B
