"""Parts of buffers, stacks of matrices, rows of tensors, and offsets that are computed."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def parts(A: T.Tensor((128, 64), "float32"), C: T.Tensor((128, 64), "float32")):
    with T.Kernel(1):
        s = T.alloc_shared((128, 64), "float32")
        t = T.alloc_fragment((32, 64), "float32")
        for k in T.serial(4):
            T.copy(A[k * 32, 0], t)
            T.copy(t, s[k * 32, 0])
        for k in T.serial(4):
            T.copy(s[(3 - k) * 32 : (3 - k) * 32 + 32, 0:64], t)
            for i, j in T.Parallel(32, 64):
                t[i, j] = t[i, j] * 2.0
            T.copy(t, C[k * 32, 0])


@T.prim_func
def parts_inside(A: T.Tensor((128, 64), "float32"), C: T.Tensor((64, 64), "float32")):
    with T.Kernel(1):
        s = T.alloc_shared((64, 64), "float32")
        t = T.alloc_fragment((32, 64), "float32")
        for k in T.serial(2):
            T.copy(A[k * 32, 0], t)
            T.copy(t, s[k * 32, 0])
            if k == 1:
                T.copy(s, C)


@T.prim_func
def local3(A: T.Tensor((2, 32, 64), "float32"), C: T.Tensor((2, 32, 64), "float32")):
    with T.Kernel(1):
        s = T.alloc_shared((2, 32, 64), "float32")
        for k in T.serial(2):
            T.copy(A[k, 0, 0], s[k, 0:32, 0:64])
        for k in T.serial(2):
            for i, j in T.Parallel(32, 64):
                s[k, i, j] = s[k, i, j] * 2.0
        for k in T.serial(2):
            T.copy(s[k, 0:32, 0:64], C[1 - k, 0, 0])


@T.prim_func
def deep3(A: T.Tensor((3, 32, 64), "float32"), C: T.Tensor((3, 32, 64), "float32")):
    with T.Kernel(1):
        s = T.alloc_shared((3, 32, 64), "float32")
        T.copy(A, s)
        for b, i, j in T.Parallel(3, 32, 64):
            s[b, i, j] = s[b, i, j] * 2.0 + T.cast(b, "float32")
        T.copy(s, C)


@T.prim_func
def rowsof(A: T.Tensor((5, 64), "float32"), C: T.Tensor((5, 64), "float32")):
    with T.Kernel(5) as bx:
        a = T.alloc_fragment((64,), "float32")
        T.copy(A[bx, 0:64], a)
        T.copy(a, C[4 - bx, 0:64])


@T.prim_func
def divbx(A: T.Tensor((128, 64), "float32"), C: T.Tensor((128, 64), "float32")):
    with T.Kernel(4) as bx:
        c = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            c[i, j] = A[bx // 2 * 64 + (bx % 2) * 32 + i, j] + T.cast(bx // 2, "float32")
        T.copy(c, C[bx * 32, 0])


@T.prim_func
def bshd(Q: T.Tensor((2, 64, 3, 32), "bfloat16"), Out: T.Tensor((2, 64, 3, 32), "bfloat16")):
    with T.Kernel(2, 3, 2) as (bx, by, bz):
        q = T.alloc_shared((32, 32), "bfloat16")
        T.copy(Q[bz, bx * 32 : bx * 32 + 32, by, :], q)
        for i, j in T.Parallel(32, 32):
            q[i, j] = q[i, j] * 2.0
        T.copy(q, Out[bz, bx * 32 : bx * 32 + 32, by, :])


@T.prim_func
def lse(Q: T.Tensor((2, 3, 64), "float32"), Out: T.Tensor((2, 64, 3), "float32")):
    with T.Kernel(2, 3, 2) as (bx, by, bz):
        q = T.alloc_fragment((32,), "float32")
        T.copy(Q[bz, by, bx * 32 : bx * 32 + 32], q)
        for i in T.Parallel(32):
            q[i] = q[i] * 2.0
        T.copy(q, Out[bz, bx * 32 : bx * 32 + 32, by])
