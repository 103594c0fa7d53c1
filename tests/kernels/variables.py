"""Scalars that keep a value: an integer that steers loops and branches, a fraction that is data."""

import numpy as np

import ttc.language as T


@T.macro
def grow(x, factor=2):
    x = x * factor


@T.prim_func
def variables(A: T.Tensor((128, 64), "float32"), B: T.Tensor((128, 64), "float32")):
    with T.Kernel(4) as bx:
        a = T.alloc_shared((32, 64), "float32")
        rounds = T.alloc_var("int32", 1)
        is_odd = T.alloc_var("bool", False)
        scale = T.alloc_var("float32", init=0.5)
        last = T.alloc_local((1,), "float32")
        T.copy(A[bx * 32, 0], a)
        if bx == 0:
            rounds += 2
        elif bx < 3:
            grow(rounds)
        is_odd = bx % 2 == 1
        last[0] = a[0, 0]
        for k in T.serial(rounds):
            scale = scale * 2 + last[0]
            for i, j in T.Parallel(32, 64):
                a[i, j] += scale * (k + 1)
            last[0] = a[0, 0]
        if is_odd:
            for i, j in T.Parallel(32, 64):
                a[i, j] = -a[i, j]
        T.copy(a, B[bx * 32, 0])


def ref_program(A):
    blocks = []
    for bx, block in enumerate(A.reshape(4, 32, 64)):
        rounds, scale, last = (3, 2, 2, 1)[bx], np.float32(0.5), block[0, 0]
        for k in range(rounds):
            scale = scale * 2 + last
            block = block + scale * (k + 1)
            last = block[0, 0]
        blocks.append(-block if bx % 2 else block)
    return np.concatenate(blocks)
