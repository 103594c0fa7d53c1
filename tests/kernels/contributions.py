"""Reducers: every iteration of a T.Parallel contributes to a row, a column and a total."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def contributions(
    A: T.Tensor((M, N), "float32"),
    R: T.Tensor((M,), "float32"),
    C: T.Tensor((2, N), "float32"),
):
    with T.Kernel(M // 32) as bx:
        a = T.alloc_shared((32, N), "float32")
        rows = T.alloc_reducer(32, "float32", op="max", replication="all")
        cols = T.alloc_reducer(N, "float32")
        r = T.alloc_fragment(32, "float32")
        T.copy(A[bx * 32, 0], a)
        T.reducer_init(rows)
        T.reducer_init(cols, init=5)
        for i, j in T.Parallel(32, N):
            x = a[i, j] * 2
            T.reducer_update(rows[i], x)
            T.reducer_update(cols[j], x)
        T.finalize_reducer(rows, r)
        T.finalize_reducer(cols)
        T.copy(r, R[bx * 32])
        T.copy(cols, C[bx, :])


def ref_program(A):
    halves = (A * 2).reshape(2, 32, N)
    return (A * 2).max(1), halves.sum(1) + 5
