"""Branches, first turns of loops, and variables."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def ifs(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(N // 32, M // 32) as (bx, by):
        a = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        if bx == 1:
            for i, j in T.Parallel(32, 32):
                a[i, j] = a[i, j] * 3.0
        else:
            if by < 1:
                T.fill(a, 7.0)
        T.copy(a, C[by * 32, bx * 32])


@T.prim_func
def loopif(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, 32), "float32")
        acc = T.alloc_fragment((M, 32), "float32")
        T.clear(acc)
        for k in T.serial(3):
            T.copy(A[0, k * 32], a)
            if k != 1:
                for i, j in T.Parallel(M, 32):
                    acc[i, j] = acc[i, j] + a[i, j]
        T.copy(acc, C)


@T.prim_func
def only_if(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((M, 32), "float32")
        b = T.alloc_fragment((M, 32), "float32")
        T.clear(b)
        for k in T.serial(3):
            T.copy(A[0, k * 32], a)
            for i, j in T.Parallel(M, 32):
                b[i, j] = b[i, j] + a[i, j]
        c = T.alloc_fragment((M, 32), "float32")
        T.fill(c, 5.0)
        if bx == 0:
            T.copy(b, c)
        T.copy(c[bx * 32 : bx * 32 + 32, 0:32], C[bx * 32, 0])


@T.prim_func
def firstfill(
    A: T.Tensor((M, N), "float32"), B: T.Tensor((N, M), "float32"), C: T.Tensor((M, M), "float32")
):
    with T.Kernel(1):
        a = T.alloc_shared((M, 32), "float32")
        b = T.alloc_shared((32, M), "float32")
        c = T.alloc_fragment((M, M), "float32")
        for k in T.Pipelined(3, num_stages=2):
            if k == 0:
                T.clear(c)
            T.copy(A[0, k * 32], a)
            T.copy(B[k * 32, 0], b)
            T.gemm(a, b, c)
        T.copy(c, C)


@T.prim_func
def firstturn(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        acc = T.alloc_fragment((32, 32), "float32")
        for k in T.serial(3):
            T.copy(A[bx * 32, k * 32], a)
            if k == 0:
                T.fill(acc, 2.0)
            for i, j in T.Parallel(32, 32):
                acc[i, j] += a[i, j]
            if k == 2:
                T.copy(acc, C[bx * 32, 0])


@T.prim_func
def varloop(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, 32), "float32")
        acc = T.alloc_fragment((M, 32), "float32")
        n = T.alloc_var("int32")
        f = T.alloc_var("float32")
        n = 1
        f = 0.5
        T.clear(acc)
        for k in T.serial(3):
            T.copy(A[0, k * 32], a)
            for i, j in T.Parallel(M, 32):
                acc[i, j] = acc[i, j] + a[i, j] * f + T.cast(n, "float32")
            n = n + 2
            f = f * 2.0
        T.copy(acc, C)


@T.prim_func
def varif(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        acc = T.alloc_fragment((32, 32), "float32")
        n = T.alloc_var("int32", 0)
        T.clear(acc)
        for k in T.serial(3):
            T.copy(A[bx * 32, k * 32], a)
            if k > bx:
                n = n + k
            if n > 0:
                for i, j in T.Parallel(32, 32):
                    acc[i, j] += a[i, j] * n
        T.copy(acc, C[bx * 32, 0])


@T.prim_func
def ends_under_conditions(
    A: T.Tensor((4, 32, 64), "float32"),
    C: T.Tensor((4, 32, 64), "float32"),
    D: T.Tensor((4, 32, 64), "float32"),
):
    with T.Kernel(4) as bx:
        s = T.alloc_shared((32, 64), "float32")
        t = T.alloc_shared((4, 32, 64), "float32")
        T.copy(A[bx, 0, 0], s)
        T.fill(t, 2.0)
        if bx < 3:
            T.copy(s, C[bx + 1, 0, 0])
        else:
            T.copy(s, C[bx - 3, 0, 0])
        for k in T.serial(4):
            if k >= 1 and k != 7:
                T.copy(s, t[k - 1, :, :])
            if not (k > 2 or bx == 9):
                T.copy(s, t[k + 1, :, :])
            if k == bx:
                T.copy(t[k, :, :], D[k, 0, 0])
