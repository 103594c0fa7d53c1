"""Values and conditions that depend on the place of an element."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def causal(
    A: T.Tensor((M, N), "float32"),
    C: T.Tensor((M, N), "float32"),
    D: T.Tensor((M, N), "float32"),
    E: T.Tensor((M, N), "float32"),
):
    with T.Kernel(M // 32, N // 32) as (by, bx):
        a = T.alloc_fragment((32, 32), "float32")
        c = T.alloc_fragment((32, 32), "float32")
        d = T.alloc_fragment((32, 32), "float32")
        e = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        for i, j in T.Parallel(32, 32):
            c[i, j] = T.if_then_else(by * 32 + i >= bx * 32 + j, a[i, j], -1e30)
            d[i, j] = T.if_then_else((i > j) & (i < j + 10) | (j == 3), 2.0, a[i, j] + 1.0)
            e[i, j] = T.if_then_else(i != j, T.cast(i - j, "float32"), a[i, j])
        T.copy(c, C[by * 32, bx * 32])
        T.copy(d, D[by * 32, bx * 32])
        T.copy(e, E[by * 32, bx * 32])


@T.prim_func
def conds(
    A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32"), D: T.Tensor((M, N), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((M, N), "float32")
        d = T.alloc_fragment((M, N), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            d[i, j] = T.if_then_else(
                (a[i, j] > 0.25) & (j > 5) | ~(a[i, j] < a[i, 0] * 0 + 0.1), a[i, j], 0.0
            )
        T.copy(d, D)
        for i, j in T.Parallel(M, N):
            d[i, j] = T.max(T.cast(i, "float32"), a[i, j] * 60) - T.cast(j, "float32")
        T.copy(d, C)


@T.prim_func
def edges(
    A: T.Tensor((50, 70), "float32"),
    R: T.Tensor((50,), "float32"),
    C: T.Tensor((50, 70), "float32"),
):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32, 96), "float32")
        r = T.alloc_fragment((32,), "float32")
        T.copy(A[bx * 32, 0], a)
        for i, j in T.Parallel(32, 96):
            a[i, j] = T.if_then_else(j < 70, a[i, j], -T.infinity("float32"))
        T.reduce_max(a, r, dim=1)
        for i, j in T.Parallel(32, 96):
            a[i, j] = a[i, j] + r[i]
        T.copy(r, R[bx * 32])
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def dynloop(A: T.Tensor((128, 128), "float32"), C: T.Tensor((128, 32), "float32")):
    with T.Kernel(4) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        acc = T.alloc_fragment((32, 32), "float32")
        T.clear(acc)
        for k in T.serial(bx + 1):
            T.copy(A[bx * 32, k * 32], a)
            for i, j in T.Parallel(32, 32):
                acc[i, j] += T.if_then_else(bx * 32 + i >= k * 32 + j, a[i, j], 0)
        T.copy(acc, C[bx * 32, 0])


@T.prim_func
def ints(A: T.Tensor((M, N), "int32"), C: T.Tensor((M, N), "int32")):
    with T.Kernel(1):
        a = T.alloc_shared((M, N), "int32")
        T.copy(A, a)
        for i, j in T.Parallel(M, N):
            a[i, j] = T.if_then_else(a[i, j] > i, a[i, j] - j, 2 * a[i, j]) + i * 2
        T.copy(a, C)
