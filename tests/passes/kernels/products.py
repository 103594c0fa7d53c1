"""Products: nested loops, first turns, transposes."""

import ttc.language as T

M, N = 64, 96


@T.prim_func
def nested(
    A: T.Tensor((128, 128), "bfloat16"),
    B: T.Tensor((128, 128), "bfloat16"),
    C: T.Tensor((128, 128), "bfloat16"),
):
    with T.Kernel(2, 2) as (bx, by):
        a = T.alloc_shared((64, 32), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        c = T.alloc_fragment((64, 64), "float32")
        d = T.alloc_fragment((64, 64), "float32")
        T.clear(d)
        for ko in T.serial(2):
            for ki in T.serial(2):
                if ki == 0:
                    T.clear(c)
                T.copy(A[by * 64, (ko * 2 + ki) * 32], a)
                T.copy(B[(ko * 2 + ki) * 32, bx * 64], b)
                T.gemm(a, b, c)
            for i, j in T.Parallel(64, 64):
                d[i, j] += c[i, j]
        T.copy(d, C[by * 64, bx * 64])


@T.prim_func
def clearexpr(
    A: T.Tensor((64, 128), "bfloat16"),
    B: T.Tensor((128, 64), "bfloat16"),
    C: T.Tensor((64, 64), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_shared((64, 32), "bfloat16")
        b = T.alloc_shared((32, 64), "bfloat16")
        c = T.alloc_fragment((64, 64), "float32")
        for k in T.serial(4):
            T.copy(A[0, k * 32], a)
            T.copy(B[k * 32, 0], b)
            T.gemm(a, b, c, clear_accum=(k == 0))
        T.copy(c, C)


@T.prim_func
def transposes(
    A: T.Tensor((64, 32), "bfloat16"),
    B: T.Tensor((96, 64), "bfloat16"),
    C: T.Tensor((32, 96), "float32"),
):
    with T.Kernel(1):
        a = T.alloc_shared((64, 32), "bfloat16")
        b = T.alloc_shared((96, 64), "bfloat16")
        c = T.alloc_fragment((32, 96), "float32")
        T.copy(A, a)
        T.copy(B, b)
        T.gemm(a, b, c, transpose_A=True, transpose_B=True, clear_accum=True)
        T.copy(c, C)
