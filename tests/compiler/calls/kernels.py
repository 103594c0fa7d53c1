"""Kernels that need more than arrays: scalars, launches, layouts, outputs written in part."""

import ttc.language as T

M = 64
N = 96


@T.prim_func
def scaled(
    A: T.Tensor((M, N), "float32"),
    n: T.int32,
    B: T.Tensor((M, N), "float32"),
    alpha: T.float32 = 0.5,
):
    with T.Kernel(N // 32) as bx:
        a = T.alloc_shared((32, 32), "float32")
        for k in range(n):
            T.copy(A[k * 32, bx * 32], a)
            for i, j in T.Parallel(32, 32):
                a[i, j] = a[i, j] * alpha
            T.copy(a, B[k * 32, bx * 32])


@T.prim_func
def twice(X: T.Tensor((2, 50, 3, 64), "bfloat16"), Y: T.Tensor((2, 50, 3, 64), "bfloat16")):
    H = T.alloc_global((2, 50, 3, 64), "bfloat16")
    with T.Kernel(2, 3, 2) as (bx, h, b):
        x = T.alloc_shared((32, 64), "bfloat16")
        T.copy(X[b, bx * 32 : bx * 32 + 32, h, :], x)
        for i, j in T.Parallel(32, 64):
            x[i, j] = x[i, j] + x[i, j]
        T.copy(x, H[b, bx * 32 : bx * 32 + 32, h, :])
    with T.Kernel(2, 3, 2) as (bx, h, b):
        x = T.alloc_shared((32, 64), "bfloat16")
        T.copy(H[b, bx * 32 : bx * 32 + 32, h, :], x)
        for i, j in T.Parallel(32, 64):
            x[i, j] = x[i, j] + x[i, j]
        T.copy(x, Y[b, bx * 32 : bx * 32 + 32, h, :])


@T.prim_func
def lower_half(A: T.Tensor((M // 2, N), "float32"), B: T.Tensor((M, N), "float32")):
    with T.Kernel(N // 32) as bx:
        a = T.alloc_shared((32, 32), "float32")
        T.copy(A[0, bx * 32], a)
        T.copy(a, B[32, bx * 32])


@T.prim_func
def next_rows(X: T.Tensor((2, 50, 3, 64), "bfloat16"), Y: T.Tensor((2, 50, 3, 64), "bfloat16")):
    with T.Kernel(2, 3, 2) as (bx, h, b):
        x = T.alloc_shared((32, 64), "bfloat16")
        T.copy(X[b, bx * 32 + 1 : bx * 32 + 33, h, :], x)
        T.copy(x, Y[b, bx * 32 : bx * 32 + 32, h, :])
