"""Shapes that are no multiples of a tile, and what a later launch finds in the padding."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def out_padding(
    A: T.Tensor((50, 70), "float32"),
    B: T.Tensor((50, 70), "float32"),
    C: T.Tensor((50,), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((50, 70), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(50, 70):
            a[i, j] = T.exp(a[i, j])
        T.copy(a, B)
    with T.Kernel(1):
        b = T.alloc_fragment((50, 70), "float32")
        m = T.alloc_fragment((50,), "float32")
        T.copy(B, b)
        T.reduce_sum(b, m, dim=1)
        T.copy(m, C)


@T.prim_func
def ragged_padding(
    A: T.Tensor((50, 70), "float32"),
    B: T.Tensor((50, 70), "float32"),
    C: T.Tensor((50,), "float32"),
):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_fragment((32, 64), "float32")
        T.copy(A[by * 32, bx * 64], a)
        for i, j in T.Parallel(32, 64):
            a[i, j] = T.exp(a[i, j])
        T.copy(a, B[by * 32, bx * 64])
    with T.Kernel(2) as by:
        b = T.alloc_fragment((32, 32), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.clear(m)
        for k in T.serial(3):
            T.copy(B[by * 32, k * 32], b)
            T.reduce_sum(b, m, dim=1, clear=False)
        T.copy(m, C[by * 32])


@T.prim_func
def odd_gemm(
    A: T.Tensor((50, 70), "float32"),
    B: T.Tensor((70, 40), "float32"),
    C: T.Tensor((50, 40), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_shared((50, 70), "float32")
        b = T.alloc_shared((70, 40), "float32")
        c = T.alloc_fragment((50, 40), "float32")
        T.copy(A, a)
        T.copy(B, b)
        for i, j in T.Parallel(50, 70):
            a[i, j] = T.exp(a[i, j])
        for i, j in T.Parallel(70, 40):
            b[i, j] = b[i, j] + 1.0
        T.gemm(a, b, c, clear_accum=True)
        T.copy(c, C)


@T.prim_func
def chain_gemm(A: T.Tensor((40, 40), "float32"), C: T.Tensor((40, 40), "float32")):
    with T.Kernel(1):
        a = T.alloc_shared((40, 40), "float32")
        b = T.alloc_shared((40, 40), "float32")
        c = T.alloc_fragment((40, 40), "float32")
        T.copy(A, a)
        T.copy(A, b)
        for k in T.serial(3):
            T.gemm(a, b, c, clear_accum=True)
            T.copy(c, b)
        T.copy(b, C)


@T.prim_func
def two_launch(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    V = T.alloc_global((M,), "float32")
    with T.Kernel(M // 32) as bx:
        a = T.alloc_fragment((32, N), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.copy(A[bx * 32, 0], a)
        T.reduce_sum(a, m, dim=1)
        T.copy(m, V[bx * 32])
    with T.Kernel(N // 32) as bx:
        a = T.alloc_fragment((M, 32), "float32")
        v = T.alloc_fragment((M,), "float32")
        T.copy(A[0, bx * 32], a)
        T.copy(V, v)
        for i in T.Parallel(M):
            v[i] = v[i] * 2.0
        T.copy(a, C[0, bx * 32])


@T.prim_func
def two_launch_rows(A: T.Tensor((M, M), "float32"), C: T.Tensor((M, M), "float32")):
    V = T.alloc_global((M,), "float32")
    with T.Kernel(M // 32) as bx:
        a = T.alloc_fragment((32, M), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.copy(A[bx * 32, 0], a)
        T.reduce_sum(a, m, dim=1)
        T.copy(m, V[bx * 32])
    with T.Kernel(1) as bx:
        a = T.alloc_fragment((M, M), "float32")
        v = T.alloc_fragment((M,), "float32")
        T.copy(A, a)
        T.copy(V, v)
        for i, j in T.Parallel(M, M):
            a[i, j] = a[i, j] + v[j]
        T.copy(a, C)
