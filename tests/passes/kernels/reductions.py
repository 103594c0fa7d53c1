"""Reductions of every kind, along rows and columns, and running sums."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def softmax(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")):
    with T.Kernel(M // 32) as bx:
        a = T.alloc_fragment((32, N), "float32")
        m = T.alloc_fragment((32,), "float32")
        s = T.alloc_fragment((32,), "float32")
        T.copy(A[bx * 32, 0], a)
        T.reduce_max(a, m, dim=1)
        for i, j in T.Parallel(32, N):
            a[i, j] = T.exp(a[i, j] - m[i])
        T.reduce_sum(a, s, dim=1)
        for i, j in T.Parallel(32, N):
            a[i, j] = a[i, j] / s[i]
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def odd_softmax(A: T.Tensor((50, 70), "float32"), C: T.Tensor((50, 70), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((50, 70), "float32")
        m = T.alloc_fragment((50,), "float32")
        s = T.alloc_fragment((50,), "float32")
        T.copy(A, a)
        T.reduce_max(a, m, dim=1)
        for i, j in T.Parallel(50, 70):
            a[i, j] = T.exp(a[i, j] - m[i])
        T.reduce_sum(a, s, dim=1)
        for i, j in T.Parallel(50, 70):
            a[i, j] = a[i, j] / s[i]
        T.copy(a, C)


@T.prim_func
def colreduce(
    A: T.Tensor((M, N), "float32"),
    R: T.Tensor((N,), "float32"),
    Q: T.Tensor((N,), "float32"),
    P: T.Tensor((M,), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        r = T.alloc_fragment((N,), "float32")
        q = T.alloc_fragment((N,), "float32")
        p = T.alloc_fragment((M,), "float32")
        T.copy(A, a)
        T.reduce_min(a, r, dim=0)
        T.reduce_abssum(a, q, dim=0)
        T.reduce_absmax(a, p, dim=1)
        T.copy(r, R)
        T.copy(q, Q)
        T.copy(p, P)


@T.prim_func
def noclear(
    A: T.Tensor((M, N), "float32"),
    R: T.Tensor((M,), "float32"),
    S: T.Tensor((M,), "float32"),
    U: T.Tensor((M,), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, 32), "float32")
        r = T.alloc_fragment((M,), "float32")
        s = T.alloc_fragment((M,), "float32")
        u = T.alloc_fragment((M,), "float32")
        T.fill(r, -T.infinity("float32"))
        T.clear(s)
        T.fill(u, 0.25)
        for k in T.serial(N // 32):
            T.copy(A[0, k * 32], a)
            T.reduce_max(a, r, dim=1, clear=False)
            T.reduce_sum(a, s, dim=1, clear=False)
            T.reduce_min(a, u, dim=1, clear=False)
        T.copy(r, R)
        T.copy(s, S)
        T.copy(u, U)


@T.prim_func
def kdim(
    A: T.Tensor((M, N), "float32"), R: T.Tensor((M, 1), "float32"), Q: T.Tensor((1, N), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        r = T.alloc_fragment((M, 1), "float32")
        q = T.alloc_fragment((1, N), "float32")
        T.copy(A, a)
        T.reduce_max(a, r, dim=1)
        T.reduce_min(a, q, dim=0)
        for i, j in T.Parallel(M, N):
            a[i, j] = a[i, j] + r[i, 0] + q[0, j]
        T.copy(r, R)
        T.reduce_sum(a, q, dim=0)
        T.copy(q, Q)


@T.prim_func
def cums(
    A: T.Tensor((M, 70), "float32"),
    C: T.Tensor((M, 70), "float32"),
    D: T.Tensor((M, 70), "float32"),
    V: T.Tensor((70,), "float32"),
    E: T.Tensor((70,), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, 70), "float32")
        b = T.alloc_fragment((M, 70), "float32")
        v = T.alloc_fragment((70,), "float32")
        T.copy(A, a)
        T.cumsum(a, b, dim=1)
        T.copy(b, C)
        T.cumsum(a, b, dim=0, reverse=True)
        T.copy(b, D)
        T.copy(V, v)
        T.cumsum(v, v, dim=0, reverse=True)
        T.copy(v, E)
