"""What a branch or a condition chooses: vectors, parts, variables, elements."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def ifvec(A: T.Tensor((M, N), "float32"), R: T.Tensor((M,), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, N), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.copy(A[bx * 32, 0], a)
        if bx == 0:
            T.reduce_max(a, m, dim=1)
        else:
            T.reduce_sum(a, m, dim=1)
        T.copy(m, R[bx * 32])


@T.prim_func
def ifpart(A: T.Tensor((M, 64), "float32"), C: T.Tensor((M, 64), "float32")):
    with T.Kernel(2) as bx:
        s = T.alloc_shared((64, 64), "float32")
        t = T.alloc_shared((32, 64), "float32")
        T.copy(A, s)
        T.copy(A[32, 0], t)
        if bx == 1:
            T.copy(t, s[0:32, 0:64])
        T.copy(s[bx * 32 : bx * 32 + 32, 0:64], C[bx * 32, 0])


@T.prim_func
def ifelsevar(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(2, 3) as (by, bx):
        a = T.alloc_fragment((32, 32), "float32")
        n = T.alloc_var("int32", 0)
        if bx == 0:
            n = 2
        elif bx == 1:
            n = 1
        T.copy(A[by * 32, n * 32], a)
        T.copy(a, C[by * 32, bx * 32])


@T.prim_func
def condparallel(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            if a[i, j] > 0.0:
                a[i, j] = a[i, j] * 2.0
            else:
                a[i, j] = -a[i, j]
        T.copy(a, C)


@T.prim_func
def boolvar(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32"), n: T.int32):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, N), "float32")
        f = T.alloc_var("bool", False)
        for k in T.serial(3):
            T.copy(A[bx * 32, 0], a)
            for i, j in T.Parallel(32, N):
                a[i, j] = T.if_then_else(f, a[i, j] * 2.0, a[i, j])
            f = n > 3
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def loglin(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = T.if_then_else(
                (i < 40) & (j >= 10),
                T.if_then_else((i > 10) | (j < 50), a[i, j], 1.0),
                T.if_then_else(~((i == 50) & (j != 7)), 2.0, 3.0),
            )
        T.copy(a, C)


@T.prim_func
def pipeline_if(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, 32), "float32"), n: T.int32):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        acc = T.alloc_fragment((32, 32), "float32")
        m = T.alloc_fragment((32,), "float32")
        T.clear(acc)
        T.clear(m)
        for k in T.Pipelined(3, num_stages=2):
            if k * 32 < n:
                T.copy(A[bx * 32, k * 32], a)
                T.reduce_max(a, m, dim=1, clear=False)
                for i, j in T.Parallel(32, 32):
                    acc[i, j] = acc[i, j] + a[i, j] * m[i]
        T.copy(acc, C[bx * 32, 0])
