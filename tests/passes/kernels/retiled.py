"""Blocks in L1 that are used under other rows and columns."""

import ttc.language as T


@T.prim_func
def read_and_write(A: T.Tensor((64, 128), "float32"), C: T.Tensor((64, 128), "float32")):
    with T.Kernel(1):
        a = T.alloc_shared((64, 128), "float32")
        heads = T.view(a, (64, 4, 32))
        stack = T.reshape(heads, (2, 128, 32))
        flat = T.view(stack, (256, 32))
        most = T.alloc_fragment((256,), "float32")
        T.copy(A, a)
        T.reduce_max(flat, most, dim=1)
        for i, j in T.Parallel(256, 32):
            flat[i, j] = flat[i, j] - most[i]
        for i, j in T.Parallel(128, 32):
            stack[1, i, j] = stack[0, i, j] * 2.0
        T.copy(a, C)


@T.prim_func
def odd_sums(A: T.Tensor((40, 64), "float32"), B: T.Tensor((80, 32), "float32"),
             C: T.Tensor((1, 32), "float32"), D: T.Tensor((1, 64), "float32")):  # fmt: skip
    with T.Kernel(1):
        a = T.alloc_shared((40, 64), "float32")
        b = T.alloc_shared((80, 32), "float32")
        c = T.alloc_fragment((1, 32), "float32")
        d = T.alloc_fragment((1, 64), "float32")
        T.copy(A, a)
        T.copy(B, b)
        T.reduce_sum(T.view(a, (80, 32)), c, dim=0)
        T.reduce_sum(T.view(b, (40, 64)), d, dim=0)
        T.copy(c, C)
        T.copy(d, D)


@T.prim_func
def in_a_loop(A: T.Tensor((64, 128), "float32"), C: T.Tensor((64, 128), "float32"), n: T.int32):
    with T.Kernel(1):
        a = T.alloc_shared((64, 128), "float32")
        c = T.alloc_fragment((64, 128), "float32")
        rows = T.view(a, (256, 32))
        total = T.view(c, (256, 32))
        T.copy(A, a)
        T.clear(c)
        for k in T.serial(4):
            if k < n:
                for i, j in T.Parallel(64, 32):
                    total[k * 64 + i, j] = total[k * 64 + i, j] + rows[k * 64 + i, j]
            for i, j in T.Parallel(256, 32):
                total[i, j] = total[i, j] + rows[i, j]
        T.copy(c, C)


@T.prim_func
def vectors(A: T.Tensor((4, 64), "float32"), C: T.Tensor((256,), "float32"),
            D: T.Tensor((256, 64), "float32")):  # fmt: skip
    with T.Kernel(1):
        a = T.alloc_shared((4, 64), "float32")
        d = T.alloc_fragment((256, 64), "float32")
        row = T.view(a, (256,))
        T.copy(A, a)
        T.copy(row, C)
        for i, j in T.Parallel(256, 64):
            d[i, j] = row[i] + a[0, j]
        T.copy(d, D)
