"""Offsets and trip counts of run time, and numbers computed of indices."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def dyn_trips(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32"), n: T.int32):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        acc = T.alloc_fragment((32, 32), "float32")
        T.clear(acc)
        for k in T.serial(n - 68):
            T.copy(A[bx * 32, k * 32], a)
            for i, j in T.Parallel(32, 32):
                acc[i, j] += a[i, j]
        T.copy(acc, C[bx * 32, 0])


@T.prim_func
def dyn_offset(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32"), n: T.int32):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[bx * 32, (n - 69) * 32], a)
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def dyn_outer_bounded(
    A: T.Tensor((3, 32, N), "float32"), C: T.Tensor((32, 32), "float32"), n: T.int32
):
    with T.Kernel(1):
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[T.min(T.max(n - 69, 0), 2), 0, 0], a)
        T.copy(a, C[0, 0])


@T.prim_func
def sel_offset(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[bx * 32, T.if_then_else(bx == 0, 64, 32)], a)
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def stage(A: T.Tensor((4, 32, 64), "float32"), C: T.Tensor((4, 32, 64), "float32")):
    with T.Kernel(1):
        s = T.alloc_shared((2, 32, 64), "float32")
        T.copy(A[0, 0, 0], s[0, 0:32, 0:64])
        for k in T.serial(3):
            T.copy(A[k + 1, 0, 0], s[(k + 1) % 2, 0:32, 0:64])
            for i, j in T.Parallel(32, 64):
                s[k % 2, i, j] = s[k % 2, i, j] * 2.0
            T.copy(s[k % 2, 0:32, 0:64], C[k, 0, 0])
        T.copy(s[1, 0:32, 0:64], C[3, 0, 0])


@T.prim_func
def headsum(A: T.Tensor((2, 64, 4, 32), "bfloat16"), C: T.Tensor((2, 64, 32), "float32")):
    with T.Kernel(2, 2) as (bx, b):
        a = T.alloc_shared((32, 32), "bfloat16")
        acc = T.alloc_fragment((32, 32), "float32")
        T.clear(acc)
        for h in T.serial(4):
            T.copy(A[b, bx * 32 : bx * 32 + 32, h, :], a)
            for i, j in T.Parallel(32, 32):
                acc[i, j] += a[i, j]
        T.copy(acc, C[b, bx * 32 : bx * 32 + 32, :])


@T.prim_func
def isnan(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = T.if_then_else(T.isnan(a[i, j]), 0.0, a[i, j])
        T.copy(a, C)


@T.prim_func
def modidx(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = T.if_then_else(i % 2 == 0, a[i, j], -a[i, j])
        T.copy(a, C)


@T.prim_func
def blockdiag(
    A: T.Tensor((M, M), "float32"), C: T.Tensor((M, M), "float32"), D: T.Tensor((M, M), "int32")
):
    with T.Kernel(2) as bx:
        a = T.alloc_shared((32, M), "float32")
        d = T.alloc_shared((32, M), "int32")
        T.copy(A[bx * 32, 0], a)
        for i, j in T.Parallel(32, M):
            a[i, j] = T.if_then_else((bx * 32 + i) // 16 == j // 16, a[i, j], 0.0)
            d[i, j] = (bx * 32 + i) // 3 * 100 + j % 7
        T.copy(a, C[bx * 32, 0])
        T.copy(d, D[bx * 32, 0])
