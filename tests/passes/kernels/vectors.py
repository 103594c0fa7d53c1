"""Vectors that lie in rows and in columns, and are carried, mixed and turned."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def vecmix(
    A: T.Tensor((M, M), "float32"),
    V: T.Tensor((M,), "float32"),
    W: T.Tensor((M,), "float32"),
    C: T.Tensor((M, M), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, M), "float32")
        v = T.alloc_fragment((M,), "float32")
        w = T.alloc_fragment((M,), "float32")
        T.copy(A, a)
        T.copy(V, v)
        T.copy(W, w)
        for i in T.Parallel(M):
            v[i] = v[i] * w[i] + 1.0
        for i, j in T.Parallel(M, M):
            a[i, j] = a[i, j] * v[i] + w[j] * 2.0 + v[j]
        T.copy(a, C)


@T.prim_func
def conflict(
    A: T.Tensor((M, M), "float32"), C: T.Tensor((M, M), "float32"), R: T.Tensor((M,), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, M), "float32")
        c = T.alloc_fragment((M, M), "float32")
        m = T.alloc_fragment((M,), "float32")
        n = T.alloc_fragment((M,), "float32")
        T.copy(A, a)
        T.reduce_sum(a, m, dim=1)
        T.reduce_sum(a, n, dim=0)
        for i in T.Parallel(M):
            m[i] = m[i] + n[i]
        for i, j in T.Parallel(M, M):
            c[i, j] = a[i, j] - m[i] * n[j] + m[j] - n[i]
        T.copy(c, C)
        T.copy(m, R)


@T.prim_func
def carried_vec(A: T.Tensor((M, N), "float32"), Out: T.Tensor((M, 32), "float32")):
    with T.Kernel(2) as bx:
        s = T.alloc_fragment((32, 32), "float32")
        o = T.alloc_fragment((32, 32), "float32")
        m = T.alloc_fragment((32,), "float32")
        mp = T.alloc_fragment((32,), "float32")
        sc = T.alloc_fragment((32,), "float32")
        total = T.alloc_fragment((32,), "float32")
        ls = T.alloc_fragment((32,), "float32")
        T.fill(m, -T.infinity("float32"))
        T.clear(total)
        T.clear(o)
        for k in T.Pipelined(3, num_stages=2):
            T.copy(A[bx * 32, k * 32], s)
            T.copy(m, mp)
            T.reduce_max(s, m, dim=1, clear=False)
            for i in T.Parallel(32):
                sc[i] = T.exp2(mp[i] * 0.5 - m[i] * 0.5)
            for i, j in T.Parallel(32, 32):
                s[i, j] = T.exp2(s[i, j] * 0.5 - m[i] * 0.5)
            T.reduce_sum(s, ls, dim=1)
            for i in T.Parallel(32):
                total[i] = total[i] * sc[i] + ls[i]
            for i, j in T.Parallel(32, 32):
                o[i, j] = o[i, j] * sc[i] + s[i, j]
        for i, j in T.Parallel(32, 32):
            o[i, j] = o[i, j] / total[i]
        T.copy(o, Out[bx * 32, 0])


@T.prim_func
def scalarlike(
    A: T.Tensor((M, N), "float32"), S: T.Tensor((1,), "float32"), C: T.Tensor((M, N), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        s = T.alloc_fragment((1,), "float32")
        T.copy(A, a)
        T.copy(S, s)
        for i, j in T.Parallel(M, N):
            a[i, j] = a[i, j] * s[0] + T.exp(s[0])
        T.copy(a, C)


@T.prim_func
def views(
    A: T.Tensor((64,), "float32"), C: T.Tensor((64, 1), "float32"), D: T.Tensor((1, 64), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((64,), "float32")
        T.copy(A, a)
        v = T.reshape(a, (64, 1))
        w = T.reshape(a, (1, 64))
        T.copy(v, C)
        for i, j in T.Parallel(1, 64):
            w[i, j] = w[i, j] * 2.0
        T.copy(w, D)


@T.prim_func
def views2(A: T.Tensor((64, 32), "float32"), C: T.Tensor((1, 64, 32), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((64, 32), "float32")
        v = T.reshape(a, (1, 64, 32))
        T.copy(A, a)
        for k in T.serial(3):
            for i, j in T.Parallel(64, 32):
                v[0, i, j] = v[0, i, j] + a[i, j]
        T.copy(v, C)


@T.prim_func
def trans(
    A: T.Tensor((M, N), "float32"), C: T.Tensor((N, M), "float32"), D: T.Tensor((N, M), "float32")
):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), "float32")
        c = T.alloc_shared((N, M), "float32")
        T.copy(A, a)
        T.transpose(a, c)
        T.copy(c, C)
        for i, j in T.Parallel(M, N):
            c[j, i] = a[i, j] + 1.0
        T.copy(c, D)
