"""Small kernels over any dtype."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttc.language as T
from ttc.language import PrimFunc

M, N = 40, 70


def elementwise(
    operands: tuple[str, str], result: str, function: Callable[[Any, Any], Any]
) -> PrimFunc:
    """Makes a kernel whose output is `function` of the elements of two inputs."""
    first, second = operands

    @T.prim_func
    def two(A: T.Tensor((M, N), first), B: T.Tensor((M, N), second), C: T.Tensor((M, N), result)):
        with T.Kernel(T.ceildiv(N, 64), T.ceildiv(M, 32)) as (bx, by):
            a = T.alloc_shared((32, 64), first)
            b = T.alloc_shared((32, 64), second)
            c = T.alloc_fragment((32, 64), result)
            T.copy(A[by * 32, bx * 64], a)
            T.copy(B[by * 32, bx * 64], b)
            for i, j in T.Parallel(32, 64):
                c[i, j] = function(a[i, j], b[i, j])
            T.copy(c, C[by * 32, bx * 64])

    return two


def conversions(source: str, target: str) -> PrimFunc:
    """Makes a kernel that converts by assignment, by T.copy, and there and back."""

    @T.prim_func
    def convert(
        A: T.Tensor((M, N), source),
        B: T.Tensor((M, N), target),
        C: T.Tensor((M, N), target),
        D: T.Tensor((M, N), source),
    ):
        with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
            a = T.alloc_shared((32, 32), source)
            b = T.alloc_fragment((32, 32), target)
            c = T.alloc_fragment((32, 32), target)
            d = T.alloc_fragment((32, 32), source)
            T.copy(A[by * 32, bx * 32], a)
            for i, j in T.Parallel(32, 32):
                b[i, j] = a[i, j]
            T.copy(a, c)
            for i, j in T.Parallel(32, 32):
                d[i, j] = b[i, j]
            T.copy(b, B[by * 32, bx * 32])
            T.copy(c, C[by * 32, bx * 32])
            T.copy(d, D[by * 32, bx * 32])

    return convert


def product(
    operands: tuple[str, str],
    accumulator: str,
    result: str,
    sizes: tuple[int, int, int],
    blocks: tuple[int, int, int],
    transposed: tuple[bool, bool] = (False, False),
) -> PrimFunc:
    """Makes a GEMM of M x K and K x N in blocks of M, N and K."""
    (m, n, k), (block_m, block_n, block_k) = sizes, blocks
    (first, second), (flip_a, flip_b) = operands, transposed
    a_block = (block_k, block_m) if flip_a else (block_m, block_k)
    b_block = (block_n, block_k) if flip_b else (block_k, block_n)

    @T.prim_func
    def gemm(
        A: T.Tensor((k, m) if flip_a else (m, k), first),
        B: T.Tensor((n, k) if flip_b else (k, n), second),
        C: T.Tensor((m, n), result),
    ):
        with T.Kernel(T.ceildiv(n, block_n), T.ceildiv(m, block_m)) as (bx, by):
            a = T.alloc_shared(a_block, first)
            b = T.alloc_shared(b_block, second)
            c = T.alloc_fragment((block_m, block_n), accumulator)
            T.clear(c)
            for step in T.Pipelined(T.ceildiv(k, block_k), num_stages=2):
                if flip_a:
                    T.copy(A[step * block_k, by * block_m], a)
                else:
                    T.copy(A[by * block_m, step * block_k], a)
                if flip_b:
                    T.copy(B[bx * block_n, step * block_k], b)
                else:
                    T.copy(B[step * block_k, bx * block_n], b)
                T.gemm(a, b, c, transpose_A=flip_a, transpose_B=flip_b)
            T.copy(c, C[by * block_m, bx * block_n])

    return gemm


def reduction(source: str, result: str, function: Callable[..., None], dim: int) -> PrimFunc:
    """Makes a kernel that folds a block along a dimension."""
    length = (N, M)[dim]

    @T.prim_func
    def fold(A: T.Tensor((M, N), source), C: T.Tensor((length,), result)):
        with T.Kernel(1) as _:
            a = T.alloc_shared((M, N), source)
            c = T.alloc_fragment((length,), result)
            T.copy(A, a)
            function(a, c, dim=dim)
            T.copy(c, C)

    return fold


def repeated(dtype: str, dim: int) -> PrimFunc:
    """Makes a kernel that subtracts a vector from every row or column."""
    length = (N, M)[dim]

    @T.prim_func
    def repeat(
        A: T.Tensor((M, N), dtype), B: T.Tensor((length,), dtype), C: T.Tensor((M, N), dtype)
    ):
        with T.Kernel(1) as _:
            a = T.alloc_shared((M, N), dtype)
            b = T.alloc_shared((length,), dtype)
            c = T.alloc_fragment((M, N), dtype)
            T.copy(A, a)
            T.copy(B, b)
            for i, j in T.Parallel(M, N):
                c[i, j] = a[i, j] - b[j if dim == 0 else i]
            T.copy(c, C)

    return repeat


def places(dtype: str) -> PrimFunc:
    """Makes a kernel of masks, numbers of places, a filled accumulator and a branch."""

    @T.prim_func
    def place(A: T.Tensor((M, N), dtype), B: T.Tensor((M, N), dtype), C: T.Tensor((M, N), dtype)):
        with T.Kernel(T.ceildiv(M, 32)) as by:
            a = T.alloc_shared((32, N), dtype)
            b = T.alloc_fragment((32, N), dtype)
            c = T.alloc_fragment((32, N), dtype)
            T.copy(A[by * 32, 0], a)
            for i, j in T.Parallel(32, N):
                b[i, j] = T.if_then_else(j <= i + by * 32, a[i, j], 3) + i * 2
            T.fill(c, 7)
            for _ in T.serial(3):
                for i, j in T.Parallel(32, N):
                    c[i, j] = c[i, j] + a[i, j]
            if by == 1:
                for i, j in T.Parallel(32, N):
                    c[i, j] = c[i, j] * 2
            T.copy(b, B[by * 32, 0])
            T.copy(c, C[by * 32, 0])

    return place


def turned(dtype: str) -> PrimFunc:
    """Makes a kernel that transposes."""

    @T.prim_func
    def turn(A: T.Tensor((M, N), dtype), C: T.Tensor((N, M), dtype)):
        with T.Kernel(1) as _:
            a = T.alloc_shared((M, N), dtype)
            c = T.alloc_fragment((N, M), dtype)
            T.copy(A, a)
            T.transpose(a, c)
            T.copy(c, C)

    return turn


def retiled(dtype: str, shape: tuple[int, int], view: tuple[int, int]) -> PrimFunc:
    """Makes a kernel that copies a block as it is, and under other rows and columns."""

    @T.prim_func
    def retile(A: T.Tensor(shape, dtype), B: T.Tensor(view, dtype), C: T.Tensor(shape, dtype)):
        with T.Kernel(1) as _:
            a = T.alloc_shared(shape, dtype)
            b = T.alloc_shared(view, dtype)
            T.copy(A, a)
            T.copy(T.view(a, view), b)
            T.copy(b, B)
            T.copy(T.view(b, shape), C)

    return retile


def running(dtype: str) -> PrimFunc:
    """Makes a kernel that adds up along rows."""

    @T.prim_func
    def run(A: T.Tensor((32, 64), dtype), C: T.Tensor((32, 64), dtype)):
        with T.Kernel(1) as _:
            a = T.alloc_shared((32, 64), dtype)
            c = T.alloc_fragment((32, 64), dtype)
            T.copy(A, a)
            T.cumsum(a, c, dim=1)
            T.copy(c, C)

    return run


def small_beside_large(columns: int, blocks: int) -> PrimFunc:
    """Makes a kernel of small results whose padding is large: exp of 0, where elements are -9."""

    @T.prim_func
    def beside(
        A: T.Tensor((M, columns), "float32"),
        B: T.Tensor((M, columns), "bfloat8_b"),
        C: T.Tensor((M, columns), "bfloat8_b"),
        D: T.Tensor((M, columns), "float32"),
    ):
        with T.Kernel(T.ceildiv(columns, blocks), T.ceildiv(M, 32)) as (bx, by):
            a = T.alloc_shared((32, blocks), "float32")
            b = T.alloc_fragment((32, blocks), "float32")
            c = T.alloc_fragment((32, blocks), "bfloat8_b")
            d = T.alloc_fragment((32, blocks), "float32")
            T.copy(A[by * 32, bx * blocks], a)
            for i, j in T.Parallel(32, blocks):
                b[i, j] = T.exp(a[i, j])
            T.copy(b, B[by * 32, bx * blocks])
            T.copy(b, c)
            for i, j in T.Parallel(32, blocks):
                d[i, j] = c[i, j]
            T.copy(c, C[by * 32, bx * blocks])
            T.copy(d, D[by * 32, bx * blocks])

    return beside


def turned_into_exponents() -> PrimFunc:
    """Makes a kernel whose rows of shared exponents are columns of what it reads."""

    @T.prim_func
    def into(A: T.Tensor((M, N), "float32"), C: T.Tensor((N, M), "bfloat8_b")):
        with T.Kernel(1) as _:
            a = T.alloc_shared((M, N), "float32")
            c = T.alloc_fragment((N, M), "bfloat8_b")
            T.copy(A, a)
            T.transpose(a, c)
            T.copy(c, C)

    return into
