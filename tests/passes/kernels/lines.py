"""Vectors of tensors, slices of vectors, and odd ones."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def rowfromtensor(
    A: T.Tensor((M, N), "float32"),
    W: T.Tensor((N,), "float32"),
    V: T.Tensor((M,), "float32"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(2, 3) as (by, bx):
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        for i, j in T.Parallel(32, 32):
            a[i, j] = a[i, j] * W[bx * 32 + j] + V[by * 32 + i]
        T.copy(a, C[by * 32, bx * 32])


@T.prim_func
def vecslices(A: T.Tensor((128,), "float32"), C: T.Tensor((128,), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((128,), "float32")
        b = T.alloc_fragment((64,), "float32")
        T.copy(A, a)
        for k in T.serial(2):
            T.copy(a[k * 64 : k * 64 + 64], b)
            for i in T.Parallel(64):
                b[i] = b[i] + 1.0
            T.copy(b, a[k * 64 : k * 64 + 64])
        T.copy(a, C)


@T.prim_func
def colslices(A: T.Tensor((128, 96), "float32"), C: T.Tensor((128,), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((32, 96), "float32")
        m = T.alloc_fragment((128,), "float32")
        t = T.alloc_fragment((32,), "float32")
        for k in T.serial(4):
            T.copy(A[k * 32, 0], a)
            T.reduce_sum(a, t, dim=1)
            T.copy(t, m[k * 32 : k * 32 + 32])
        T.copy(m, C)


@T.prim_func
def bcast0(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        b = T.alloc_fragment((1, N), "float32")
        s = T.alloc_fragment((1,), "float32")
        t = T.alloc_fragment((1, 1), "float32")
        T.copy(A, a)
        T.reduce_sum(a, b, dim=0)
        T.reduce_max(b, s, dim=1)
        T.reduce_max(b, t, dim=1)
        for i, j in T.Parallel(M, N):
            a[i, j] = a[i, j] / s[0] + b[0, j] * t[0, 0]
        T.copy(a, C)


@T.prim_func
def reduce1d(A: T.Tensor((M,), "float32"), C: T.Tensor((1,), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M,), "float32")
        s = T.alloc_fragment((1,), "float32")
        T.copy(A, a)
        T.reduce_sum(a, s, dim=0)
        T.copy(s, C)


@T.prim_func
def oddvec(
    A: T.Tensor((50, 70), "float32"),
    C: T.Tensor((50, 70), "float32"),
    R: T.Tensor((70,), "float32"),
    S: T.Tensor((1,), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((50, 70), "float32")
        r = T.alloc_fragment((70,), "float32")
        s = T.alloc_fragment((1,), "float32")
        T.copy(A, a)
        T.reduce_sum(a, r, dim=0)
        for i in T.Parallel(70):
            r[i] = T.exp(r[i] * 0.01)
        T.reduce_max(r, s, dim=0)
        for i, j in T.Parallel(50, 70):
            a[i, j] = a[i, j] * r[j] / s[0]
        T.copy(r, R)
        T.copy(a, C)
        T.copy(s, S)


@T.prim_func
def singles(A: T.Tensor((8, 64), "float32"), S: T.Tensor((8,), "float32")):
    with T.Kernel(8) as bx:
        v = T.alloc_fragment((64,), "float32")
        s = T.alloc_fragment((1,), "float32")
        T.copy(A[bx, 0:64], v)
        T.reduce_sum(v, s, dim=0)
        T.copy(s, S[bx : bx + 1])


@T.prim_func
def scale_of_block(
    A: T.Tensor((64, 96), "float32"),
    S: T.Tensor((2, 3), "float32"),
    C: T.Tensor((64, 96), "float32"),
):
    with T.Kernel(2, 3) as (by, bx):
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        for i, j in T.Parallel(32, 32):
            a[i, j] = a[i, j] * S[by, bx]
        T.copy(a, C[by * 32, bx * 32])
