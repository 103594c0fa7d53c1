"""
C = gelu(A B + bias): the epilogue works on the accumulator before anything is stored.

`bias[j]` is one row for all rows of a block. The activation is a plain function: Python calls it
while the kernel is built, and what it returns becomes part of the expression.
"""

from math import pi, sqrt

import numpy as np
import tilelang
import tilelang.language as T

M = 200
N = 300
K = 160


def gelu(x):
    return 0.5 * x * (1.0 + T.tanh(sqrt(2 / pi) * (x + 0.044715 * x * x * x)))


@tilelang.jit(out_idx=[-1])
def factory(M=M, N=N, K=K, block_M=64, block_N=64, block_K=64, dtype="bfloat16"):
    @T.prim_func
    def gemm_bias_gelu(
        A: T.Tensor((M, K), dtype),
        B: T.Tensor((K, N), dtype),
        Bias: T.Tensor((N,), "float32"),
        C: T.Tensor((M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M)) as (bx, by):
            a = T.alloc_shared((block_M, block_K), dtype)
            b = T.alloc_shared((block_K, block_N), dtype)
            bias = T.alloc_shared((block_N,), "float32")
            c = T.alloc_fragment((block_M, block_N), "float32")
            T.copy(Bias[bx * block_N], bias)
            T.clear(c)
            for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
                T.copy(A[by * block_M, k * block_K], a)
                T.copy(B[k * block_K, bx * block_N], b)
                T.gemm(a, b, c)
            for i, j in T.Parallel(block_M, block_N):
                c[i, j] = gelu(c[i, j] + bias[j])
            T.copy(c, C[by * block_M, bx * block_N])

    return gemm_bias_gelu


def ref_program(A, B, Bias):
    x = A @ B + Bias
    return 0.5 * x * (1 + np.tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))
