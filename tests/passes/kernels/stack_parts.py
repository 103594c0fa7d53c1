"""Stacks that loops take part by part, and that are seen as matrices, too."""

import ttc.language as T

S, R, C = 3, 40, 70


@T.prim_func
def kept_rows(A: T.Tensor((S, R, C), "float32"), B: T.Tensor((S, R, C), "float32")):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        m = T.alloc_fragment((S, 1, C), "float32")
        n = T.alloc_fragment((S, C), "float32")
        T.copy(A, x)
        T.reduce_max(x, m, dim=1)
        T.copy(m[:, 0, :], n)
        for k, j in T.Parallel(S, C):
            n[k, j] = n[k, j] + m[k, 0, j]
        for k, i, j in T.Parallel(S, R, C):
            x[k, i, j] = x[k, i, j] * n[k, j] - m[k, 0, j]
        T.copy(x, B)


@T.prim_func
def reduced_in_a_loop(
    A: T.Tensor((S, R, C), "float32"),
    B: T.Tensor((S, R), "float32"),
    D: T.Tensor((S, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        m = T.alloc_fragment((S, R), "float32")
        n = T.alloc_fragment((S, C), "float32")
        T.copy(A, x)
        for k in T.serial(S):
            T.reduce_max(x[k, :, :], m[k, :], dim=1)
            T.reduce_sum(x[k, :, :], n[k, :], dim=0)
        T.copy(m, B)
        T.copy(n, D)


@T.prim_func
def elements_in_a_loop(
    A: T.Tensor((R, C), "float32"), V: T.Tensor((S,), "float32"), B: T.Tensor((R, C), "float32")
):
    with T.Kernel(1):
        a = T.alloc_fragment((R, C), "float32")
        v = T.alloc_fragment((S,), "float32")
        T.copy(A, a)
        T.copy(V, v)
        for k in T.serial(S):
            for i, j in T.Parallel(R, C):
                a[i, j] = a[i, j] * 0.5 + v[k]
        T.copy(a, B)


@T.prim_func
def line_by_line(A: T.Tensor((8, C), "float32"), B: T.Tensor((8, C), "float32")):
    with T.Kernel(1):
        a = T.alloc_fragment((8, C), "float32")
        T.copy(A, a)
        b = T.alloc_fragment((C,), "float32")
        for k in T.serial(7):
            for j in T.Parallel(C):
                b[j] = a[k + 1, j] + 0.5 * a[k, j]
            for j in T.Parallel(C):
                a[k + 1, j] = b[j]
        T.copy(a, B)


@T.prim_func
def from_columns(
    A: T.Tensor((S, R, C), "float32"),
    W: T.Tensor((C, S), "float32"),
    B: T.Tensor((S, R, C), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_fragment((S, R, C), "float32")
        w = T.alloc_fragment((C, S), "float32")
        T.copy(A, a)
        T.copy(W, w)
        for k, i, j in T.Parallel(S, R, C):
            a[k, i, j] = a[k, i, j] * w[j, k]
        T.copy(a, B)


@T.prim_func
def some_blocks(A: T.Tensor((6, R, C), "float32"), B: T.Tensor((4, R, C), "float32")):
    with T.Kernel(2) as bx:
        x = T.alloc_shared((3, R, C), "float32")
        y = T.alloc_shared((2, R, C), "float32")
        T.copy(A[bx * 3 : bx * 3 + 3, :, :], x)
        T.copy(x[1:3, :, :], y)
        T.copy(y, B[bx * 2, 0, 0])


@T.prim_func
def one_block(
    A: T.Tensor((2, R, C), "float32"),
    B: T.Tensor((2, C), "float32"),
    E: T.Tensor((2, R), "float32"),
):
    with T.Kernel(2) as bx:
        x = T.alloc_shared((1, R, C), "float32")
        y = T.alloc_fragment((1, C), "float32")
        z = T.alloc_fragment((1, R), "float32")
        f = T.alloc_fragment((R, C), "float32")
        T.copy(A[bx : bx + 1, :, :], x)
        T.reduce_sum(x, y, dim=1)
        T.reduce_sum(x, f, dim=0)
        T.cumsum(x, dim=0)
        T.reduce_max(x, z, dim=2)
        for i, j in T.Parallel(R, C):
            f[i, j] += 1.0
        T.copy(y, B[bx : bx + 1, :])
        T.copy(z, E[bx : bx + 1, :])


@T.prim_func
def rows_only(
    A: T.Tensor((S, 1, C), "float32"),
    B: T.Tensor((C,), "float32"),
    D: T.Tensor((S, 1, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((S, 1, C), "float32")
        y = T.alloc_fragment((1, C), "float32")
        T.copy(A, x)
        T.reduce_sum(x, y, dim=0)
        T.cumsum(x, dim=0)
        T.copy(y[0, :], B)
        T.copy(x, D)


@T.prim_func
def seen_as_a_matrix(
    A: T.Tensor((2, 64, 64), "float32"),
    B: T.Tensor((128, 64), "float32"),
    D: T.Tensor((2, 64), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((2, 64, 64), "float32")
        m = T.alloc_fragment((2, 64), "float32")
        T.copy(A, x)
        y = T.reshape(x, (128, 64))
        T.reduce_max(x, m, dim=2)
        T.copy(y, B)
        T.copy(m, D)


@T.prim_func
def seen_as_a_stack(A: T.Tensor((128, 64), "float32"), D: T.Tensor((2, 64), "float32")):
    with T.Kernel(1):
        x = T.alloc_shared((128, 64), "float32")
        m = T.alloc_fragment((2, 64), "float32")
        T.copy(A, x)
        y = T.reshape(x, (2, 64, 64))
        T.reduce_max(y, m, dim=1)
        T.copy(m, D)


@T.prim_func
def one_of_each(A: T.Tensor((S, R, C), "float32"), B: T.Tensor((S, R, C), "float32")):
    with T.Kernel(1):
        x = T.alloc_shared((S, R, C), "float32")
        m = T.alloc_fragment((S, R), "float32")
        e = T.alloc_fragment((S,), "float32")
        T.copy(A, x)
        T.reduce_max(x, m, dim=2)
        T.reduce_max(m, e, dim=1)
        for k in T.serial(S):
            for i, j in T.Parallel(R, C):
                x[k, i, j] = x[k, i, j] / e[k]
        T.copy(x, B)


@T.prim_func
def contributions(A: T.Tensor((S, R, C), "float32"), B: T.Tensor((S, R), "float32")):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        total = T.alloc_reducer((S, R), "float32", op="sum")
        T.copy(A, x)
        T.clear(total)
        for k, i, j in T.Parallel(S, R, C):
            T.reducer_update(total[k, i], x[k, i, j] * x[k, i, j])
        T.finalize_reducer(total)
        T.copy(total, B)


@T.prim_func
def joined_rows(
    A: T.Tensor((S, 64, C), "float32"),
    W: T.Tensor((C,), "float32"),
    B: T.Tensor((S, 64, C), "float32"),
    D: T.Tensor((S, 64, 1), "float32"),
    E: T.Tensor((S, 64), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, 64, C), "float32")
        w = T.alloc_fragment((C,), "float32")
        most = T.alloc_fragment((S, 64, 1), "float32")
        total = T.alloc_fragment((S, 64), "float32")
        each = T.alloc_fragment((S,), "float32")
        T.copy(A, x)
        T.copy(W, w)
        T.reduce_max(x, most, dim=2)
        T.fill(total, 200.0)
        for k, j, i in T.Parallel(S, C, 64):
            x[k, i, j] = (x[k, i, j] - most[k, i, 0]) * w[j] if j < 40 else 0.25
        T.reduce_sum(x, total, dim=2, clear=False)
        T.reduce_max(total, each, dim=1)
        for i, k, j in T.Parallel(64, S, C):
            x[k, i, j] /= total[k, i]
        for k, i, j in T.Parallel(S, 64, C):
            x[k, i, j] += each[k]
        T.cumsum(x, dim=2, reverse=True)
        T.copy(x, B)
        T.copy(most, D)
        T.copy(total, E)
