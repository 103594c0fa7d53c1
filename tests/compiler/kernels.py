"""Small kernels that the tests of the command line and the Python interface compile and run."""

import ttc
import ttc.language as T

M = 64
N = 96


@T.prim_func
def add(
    A: T.Tensor((M, N), "float32"), B: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")
):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        b = T.alloc_shared((32, 32), "float32")
        c = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(B[by * 32, bx * 32], b)
        for i, j in T.Parallel(32, 32):
            c[i, j] = a[i, j] + b[i, j]
        T.copy(c, C[by * 32, bx * 32])


@T.prim_func
def both(
    A: T.Tensor((M, N), "float32"), B: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "float32")
):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        b = T.alloc_fragment((32, 32), "float32")
        c = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        for i, j in T.Parallel(32, 32):
            b[i, j] = a[i, j] * 2.0
        for i, j in T.Parallel(32, 32):
            c[i, j] = a[i, j] + 1.0
        T.copy(b, B[by * 32, bx * 32])
        T.copy(c, C[by * 32, bx * 32])


@ttc.jit(out_idx=[-1])
def scaled(M, factor=2.0):
    @T.prim_func
    def scale(A: T.Tensor((M, 32), "bfloat16"), B: T.Tensor((M, 32), "bfloat16")):
        with T.Kernel(T.ceildiv(M, 32)) as bx:
            a = T.alloc_shared((32, 32), "bfloat16")
            T.copy(A[bx * 32, 0], a)
            for i, j in T.Parallel(32, 32):
                a[i, j] = a[i, j] * factor
            T.copy(a, B[bx * 32, 0])

    return scale


@T.prim_func
def half(A: T.Tensor((M, N), "float16"), B: T.Tensor((M, N), "float16")):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float16")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, B[by * 32, bx * 32])


def ref_program(A, B):
    return A + B
