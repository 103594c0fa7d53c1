"""Element-wise programs without the SFPU: sums, differences, products, copies, edges."""

import ttc.language as T

M = 96
N = 128
BM = 32
BN = 64
dtype = "bfloat16"


@T.prim_func
def sub(A: T.Tensor((M, N), dtype), B: T.Tensor((M, N), dtype), C: T.Tensor((M, N), dtype)):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BM, BN), dtype)
        b = T.alloc_shared((BM, BN), dtype)
        c = T.alloc_fragment((BM, BN), dtype)
        T.copy(A[by * BM, bx * BN], a)
        T.copy(B[by * BM, bx * BN], b)
        for i, j in T.Parallel(BM, BN):
            c[i, j] = a[i, j] - b[i, j]
        T.copy(c, C[by * BM, bx * BN])


@T.prim_func
def mul(A: T.Tensor((M, N), dtype), B: T.Tensor((M, N), dtype), C: T.Tensor((M, N), dtype)):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BM, BN), dtype)
        b = T.alloc_shared((BM, BN), dtype)
        c = T.alloc_fragment((BM, BN), dtype)
        T.copy(A[by * BM, bx * BN], a)
        T.copy(B[by * BM, bx * BN], b)
        for i, j in T.Parallel(BM, BN):
            c[i, j] = a[i, j] * b[i, j]
        T.copy(c, C[by * BM, bx * BN])


@T.prim_func
def twice(A: T.Tensor((M, N), dtype), C: T.Tensor((M, N), dtype)):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BM, BN), dtype)
        c = T.alloc_fragment((BM, BN), dtype)
        T.copy(A[by * BM, bx * BN], a)
        for i, j in T.Parallel(BM, BN):
            c[i, j] = a[i, j] + a[i, j]
        T.copy(c, C[by * BM, bx * BN])


@T.prim_func
def copy(A: T.Tensor((M, N), dtype), C: T.Tensor((M, N), dtype)):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
        a = T.alloc_shared((BM, BN), dtype)
        T.copy(A[by * BM, bx * BN], a)
        T.copy(a, C[by * BM, bx * BN])
