"""Scalar parameters, and what is computed of them."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def scalars(
    A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32"), alpha: T.float32, n: T.int32
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = T.if_then_else(i + j < n, a[i, j] * alpha + T.cast(n, "float32"), alpha)
        T.copy(a, C)


@T.prim_func
def fillrt(A: T.Tensor((M, N), "bfloat16"), C: T.Tensor((M, N), "bfloat16"), alpha: T.float32):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "bfloat16")
        c = T.alloc_fragment((M, N), "bfloat16")
        T.fill(c, alpha)
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = a[i, j] + c[i, j]
        T.copy(a, C)


@T.prim_func
def boolscalar(
    A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32"), alpha: T.float32, n: T.int32
):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, N), "float32")
        T.copy(A[bx * 32, 0], a)
        for i, j in T.Parallel(32, N):
            a[i, j] = (
                T.if_then_else(alpha > 1.0, a[i, j], 0.0)
                + T.if_then_else(bx == 1, a[i, j], 3.0)
                + T.cast(i < n, "float32")
                + T.if_then_else(n > 100, alpha, 1.0)
            )
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def nostore(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            unused = a[i, j] * 2.0  # noqa: F841
        T.copy(a, C)
