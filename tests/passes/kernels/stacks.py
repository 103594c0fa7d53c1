"""Stacks: buffers of three dimensions, and what meets them line by line."""

import ttc.language as T

S, R, C = 3, 40, 70


@T.prim_func
def fold_outer(
    A: T.Tensor((S, R, C), "float32"),
    Sums: T.Tensor((R, C), "float32"),
    Most: T.Tensor((1, R, C), "float32"),
    Least: T.Tensor((R, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        total = T.alloc_fragment((R, C), "float32")
        most = T.alloc_fragment((1, R, C), "float32")
        least = T.alloc_fragment((R, C), "float32")
        T.copy(A, x)
        T.reduce_sum(x, total, dim=0)
        T.reduce_absmax(x, most, dim=0)
        T.fill(least, 0.25)
        T.reduce_min(x, least, dim=-3, clear=False)
        T.copy(total, Sums)
        T.copy(most, Most)
        T.copy(least, Least)


@T.prim_func
def fold_rows(
    A: T.Tensor((S, R, C), "float32"),
    Sums: T.Tensor((S, C), "float32"),
    Most: T.Tensor((S, 1, C), "float32"),
    Least: T.Tensor((S, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        total = T.alloc_fragment((S, C), "float32")
        most = T.alloc_fragment((S, 1, C), "float32")
        least = T.alloc_fragment((S, C), "float32")
        T.copy(A, x)
        T.reduce_abssum(x, total, dim=1)
        T.reduce_max(x, most, dim=1)
        T.fill(least, 0.25)
        T.reduce_min(x, least, dim=-2, clear=False)
        T.copy(total, Sums)
        T.copy(most, Most)
        T.copy(least, Least)


@T.prim_func
def fold_columns(
    A: T.Tensor((S, R, C), "float32"),
    Sums: T.Tensor((S, R), "float32"),
    Most: T.Tensor((S, R, 1), "float32"),
    Least: T.Tensor((S, R), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        total = T.alloc_fragment((S, R), "float32")
        most = T.alloc_fragment((S, R, 1), "float32")
        least = T.alloc_fragment((S, R), "float32")
        T.copy(A, x)
        T.fill(total, 1.0)
        T.reduce_sum(x, total, dim=2, clear=False)
        T.reduce_max(x, most, dim=2)
        T.reduce_min(x, least, dim=-1)
        T.copy(total, Sums)
        T.copy(most, Most)
        T.copy(least, Least)


@T.prim_func
def fold_all(A: T.Tensor((S, R, C), "float32"), B: T.Tensor((1,), "float32")):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        rows = T.alloc_fragment((S, R), "float32")
        each = T.alloc_fragment((S,), "float32")
        one = T.alloc_fragment((1,), "float32")
        T.copy(A, x)
        T.reduce_max(x, rows, dim=2)
        T.reduce_max(rows, each, dim=1)
        T.reduce_sum(each, one, dim=0)
        T.copy(one, B)


@T.prim_func
def running(
    A: T.Tensor((S, R, C), "float32"),
    Outer: T.Tensor((S, R, C), "float32"),
    Back: T.Tensor((S, R, C), "float32"),
    Down: T.Tensor((S, R, C), "float32"),
    Along: T.Tensor((S, R, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((S, R, C), "float32")
        y = T.alloc_shared((S, R, C), "float32")
        T.copy(A, x)
        T.cumsum(x, y, dim=0)
        T.copy(y, Outer)
        T.cumsum(x, y, dim=0, reverse=True)
        T.copy(y, Back)
        T.cumsum(x, y, dim=1, reverse=True)
        T.copy(y, Down)
        T.cumsum(x, dim=2)
        T.copy(x, Along)


@T.prim_func
def broadcasts(
    A: T.Tensor((S, R, C), "float32"),
    SR: T.Tensor((S, R), "float32"),
    SC: T.Tensor((S, C), "float32"),
    RC: T.Tensor((R, C), "float32"),
    VS: T.Tensor((S,), "float32"),
    VR: T.Tensor((R,), "float32"),
    VC: T.Tensor((C,), "float32"),
    B: T.Tensor((S, R, C), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, R, C), "float32")
        sr = T.alloc_fragment((S, R), "float32")
        sc = T.alloc_fragment((S, C), "float32")
        rc = T.alloc_fragment((R, C), "float32")
        s = T.alloc_fragment((S,), "float32")
        r = T.alloc_fragment((R,), "float32")
        c = T.alloc_fragment((C,), "float32")
        T.copy(A, x)
        T.copy(SR, sr)
        T.copy(SC, sc)
        T.copy(RC, rc)
        T.copy(VS, s)
        T.copy(VR, r)
        T.copy(VC, c)
        for k, i, j in T.Parallel(S, R, C):
            x[k, i, j] = (x[k, i, j] - sr[k, i]) * sc[k, j] + rc[i, j]
        for k, i, j in T.Parallel(S, R, C):
            x[k, i, j] = (x[k, i, j] - r[i]) * s[k] + c[j]
        for i, k, j in T.Parallel(R, S, C):
            x[k, i, j] = T.if_then_else(k == 1, -x[k, i, j], x[k, i, j]) if i + k < j else 0.5
        T.copy(x, B)


@T.prim_func
def softmax(A: T.Tensor((4, R, C), "float32"), B: T.Tensor((4, R, C), "float32")):
    with T.Kernel(2) as bx:
        x = T.alloc_fragment((2, R, C), "float32")
        m = T.alloc_fragment((2, R), "float32")
        total = T.alloc_fragment((2, R), "float32")
        T.copy(A[bx * 2 : bx * 2 + 2, :, :], x)
        T.reduce_max(x, m, dim=2)
        for k, i, j in T.Parallel(2, R, C):
            x[k, i, j] = T.exp(x[k, i, j] - m[k, i])
        T.reduce_sum(x, total, dim=2)
        for k, i in T.Parallel(2, R):
            total[k, i] = 1.0 / total[k, i]
        for k, i, j in T.Parallel(2, R, C):
            x[k, i, j] *= total[k, i]
        T.copy(x, B[bx * 2 : bx * 2 + 2, :, :])


@T.prim_func
def online(A: T.Tensor((2, R, 3 * 32), "float32"), B: T.Tensor((2, R), "float32")):
    with T.Kernel(1):
        x = T.alloc_shared((2, R, 32), "float32")
        m = T.alloc_fragment((2, R), "float32")
        before = T.alloc_fragment((2, R), "float32")
        total = T.alloc_fragment((2, R), "float32")
        T.fill(m, -T.infinity("float32"))
        T.clear(total)
        for n in T.Pipelined(3, num_stages=2):
            T.copy(A[:, :, n * 32 : n * 32 + 32], x)
            T.copy(m, before)
            T.reduce_max(x, m, dim=2, clear=False)
            for k, i, j in T.Parallel(2, R, 32):
                x[k, i, j] = T.exp(x[k, i, j] - m[k, i])
            for k, i in T.Parallel(2, R):
                total[k, i] *= T.exp(before[k, i] - m[k, i])
            T.reduce_sum(x, total, dim=2, clear=False)
        for k, i in T.Parallel(2, R):
            total[k, i] = T.log(total[k, i]) + m[k, i]
        T.copy(total, B)


@T.prim_func
def slices(
    A: T.Tensor((S, R, 64), "bfloat16"),
    W: T.Tensor((64, C), "bfloat16"),
    B: T.Tensor((S, R, C), "float32"),
    D: T.Tensor((S, 64, R), "bfloat16"),
):
    with T.Kernel(1):
        a = T.alloc_shared((S, R, 64), "bfloat16")
        w = T.alloc_shared((64, C), "bfloat16")
        c = T.alloc_fragment((S, R, C), "float32")
        t = T.alloc_shared((S, 64, R), "bfloat16")
        T.copy(A, a)
        T.copy(W, w)
        T.clear(c)
        for k in T.serial(S):
            T.gemm(a[k, :, :], w, c[k, :, :])
        for k in T.unroll(S):
            T.transpose(a[k, :, :], t[k, :, :])
        T.copy(c, B)
        T.copy(t, D)


@T.prim_func
def in_a_loop(A: T.Tensor((S, R, C), "float32"), B: T.Tensor((S, R, C), "float32")):
    with T.Kernel(1):
        x = T.alloc_shared((S, R, C), "float32")
        m = T.alloc_fragment((S, R), "float32")
        v = T.alloc_fragment((R,), "float32")
        T.copy(A, x)
        for k in T.serial(S):
            T.reduce_max(x[k, :, :], v, dim=1)
            T.copy(v, m[k, :])
        for k in T.serial(S):
            for i, j in T.Parallel(R, C):
                x[k, i, j] -= m[k, i]
        T.copy(x, B)


@T.prim_func
def as_matrix(
    A: T.Tensor((S, 64, C), "bfloat16"),
    W: T.Tensor((64, 32), "bfloat16"),
    B: T.Tensor((S, 32), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_fragment((S, 64, C), "bfloat16")
        m = T.alloc_fragment((S, 64), "bfloat16")
        w = T.alloc_shared((64, 32), "bfloat16")
        c = T.alloc_fragment((S, 32), "float32")
        T.copy(A, x)
        T.copy(W, w)
        T.reduce_max(x, m, dim=2)
        T.gemm(m, w, c, clear_accum=True)
        T.copy(c, B)


@T.prim_func
def whole_numbers(
    A: T.Tensor((S, R, C), "int32"),
    Sums: T.Tensor((R, C), "int32"),
    Most: T.Tensor((S, C), "int32"),
    Running: T.Tensor((S, R, C), "int32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((S, R, C), "int32")
        total = T.alloc_fragment((R, C), "int32")
        most = T.alloc_fragment((S, C), "int32")
        T.copy(A, x)
        T.reduce_abssum(x, total, dim=0)
        T.reduce_max(x, most, dim=1)
        T.cumsum(x, dim=0)
        T.copy(total, Sums)
        T.copy(most, Most)
        T.copy(x, Running)
