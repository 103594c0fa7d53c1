"""Blocks under other rows and columns: copied, and multiplied in a loop."""

import ttc.language as T

dtype = "bfloat16"
M, N = 64, 128
ROWS, COLS = 256, 32


@T.prim_func
def viewed(
    A: T.Tensor((M, N), dtype), B: T.Tensor((ROWS, COLS), dtype), C: T.Tensor((M, N), dtype)
):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), dtype)
        T.copy(A, a)
        T.copy(T.view(a, (ROWS, COLS)), B)
        T.copy(a, C)


@T.prim_func
def product(
    A: T.Tensor((3 * M, N), dtype),
    B: T.Tensor((COLS, 64), dtype),
    C: T.Tensor((3 * ROWS, 64), dtype),
):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), dtype)
        b = T.alloc_shared((COLS, 64), dtype)
        c = T.alloc_fragment((ROWS, 64), "float32")
        T.copy(B, b)
        for k in T.serial(3):
            T.copy(A[k * M, 0], a)
            T.clear(c)
            T.gemm(T.view(a, (ROWS, COLS)), b, c)
            T.copy(c, C[k * ROWS, 0])
