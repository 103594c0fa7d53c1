"""Loops with other bounds and steps, two results of one loop, and work in place."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def from_another(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for k in T.serial(3):
            for h in T.serial(k, 3):
                for i, j in T.Parallel(M, N):
                    a[i, j] = a[i, j] + T.cast(k * 10 + h, "float32")
        T.copy(a, C)


@T.prim_func
def stepped(A: T.Tensor((128, 64), "float32"), C: T.Tensor((128, 64), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((32, 64), "float32")
        for k in T.serial(0, 128, 64):
            T.copy(A[k, 0], a)
            T.copy(a, C[k + 32, 0])
            T.copy(A[k + 32, 0], a)
            T.copy(a, C[k, 0])


@T.prim_func
def twostores(
    A: T.Tensor((M, N), "float32"), B: T.Tensor((M, N), "bfloat16"), C: T.Tensor((M, N), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        b = T.alloc_fragment((M, N), "bfloat16")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            b[i, j] = T.cast(a[i, j] * 2.0, "bfloat16")
            a[i, j] = a[i, j] + T.cast(b[i, j], "float32")
        T.copy(a, C)
        T.copy(b, B)


@T.prim_func
def inplace_loop(A: T.Tensor((50, 70), "float32")):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_fragment((32, 64), "float32")
        T.copy(A[by * 32, bx * 64], a)
        for i, j in T.Parallel(32, 64):
            a[i, j] = T.exp(a[i, j])
        T.copy(a, A[by * 32, bx * 64])
