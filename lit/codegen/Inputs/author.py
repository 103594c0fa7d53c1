# ruff: noqa
# fmt: off
def author(A, B):
    T.copy(A[by * 64, bx * 64], A_shared)
    for i, j in T.Parallel(64, 64): C[i, j] = A_shared[i, j] * 2.0 + B_shared[i, j]  # long
    T.copy(A_shared, \
           C)
