"""Elements that change places: rotary embedding, transpose, and scalars that steer a kernel."""

import ttc.language as T


@T.prim_func
def rope(
    X: T.Tensor((2, 48, 4, 64), "bfloat16"),
    cos: T.Tensor((48, 32), "float32"),
    sin: T.Tensor((48, 32), "float32"),
    Y: T.Tensor((2, 48, 4, 64), "bfloat16"),
):
    with T.Kernel(T.ceildiv(48, 32), 4, 2) as (bs, h, b):
        x = T.alloc_shared((32, 64), "bfloat16")
        y = T.alloc_fragment((32, 64), "bfloat16")
        c = T.alloc_shared((32, 32), "float32")
        s = T.alloc_shared((32, 32), "float32")
        T.copy(X[b, bs * 32 : (bs + 1) * 32, h, :], x)
        T.copy(cos[bs * 32, 0], c)
        T.copy(sin[bs * 32, 0], s)
        for i, j in T.Parallel(32, 32):
            y[i, j] = x[i, j] * c[i, j] - x[i, 32 + j] * s[i, j]
            y[i, 32 + j] = x[i, 32 + j] * c[i, j] + x[i, j] * s[i, j]
        T.copy(y, Y[b, bs * 32 : (bs + 1) * 32, h, :])


@T.prim_func
def transpose(A: T.Tensor((40, 70), "float32"), B: T.Tensor((70, 40), "bfloat16")):
    with T.Kernel(T.ceildiv(70, 32), T.ceildiv(40, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        b = T.alloc_shared((32, 32), "bfloat16")
        T.copy(A[by * 32, bx * 32], a)
        T.transpose(a, b)
        T.copy(b, B[bx * 32, by * 32])


@T.prim_func
def steered(
    A: T.Tensor((64, 32), "float32"),
    B: T.Tensor((64, 32), "float32"),
    n: T.int32,
    scale: T.float32 = 2.0,
):
    with T.Kernel(2) as bx:
        a = T.alloc_shared((32, 32), "float32")
        rounds = T.alloc_var("int32", 1)
        total = T.alloc_var(T.float32, init=0.0)
        last = T.alloc_local((1,), "int32")
        T.copy(A[bx * 32, 0], a)
        if bx == 0:
            rounds += n
        elif n > 2 and not bx > 1:
            rounds = 0
        else:
            rounds = rounds * 2
        last[0] = 7
        for k in T.serial(rounds):
            total = total + scale
            last[0] = k
            for i, j in T.Parallel(32, 32):
                a[i, j] += scale * (k + 1)
        for i, j in T.Parallel(32, 32):
            held = a[i, j]
            if j < n:
                held = held + total
            elif i == j:
                held = 0.0
            a[i, j] = held + last[0]
        for i, j in T.Parallel(32, 32):
            if bx * 32 + i < 64:
                B[bx * 32 + i, j] = a[i, j]
