"""D = sigmoid(alpha * A + B) * exp(-|C|): a chain of scalars, binary and unary operations."""

import numpy as np

import ttc
import ttc.language as T

M = 384
N = 640
alpha = 0.75


@ttc.jit(out_idx=-1)
def chain(M=M, N=N, BM=64, BN=128, alpha=alpha, dtype="bfloat16"):
    def blend(a, b, c):
        return T.sigmoid(alpha * a + b) * T.exp(-T.abs(c))

    @T.prim_func
    def axpy_chain(
        A: T.Tensor((M, N), dtype),
        B: T.Tensor((M, N), dtype),
        C: T.Tensor((M, N), dtype),
        D: T.Tensor((M, N), dtype),
    ):
        with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
            a = T.alloc_shared((BM, BN), dtype)
            b = T.alloc_shared((BM, BN), dtype)
            c = T.alloc_shared((BM, BN), dtype)
            d = T.alloc_fragment((BM, BN), "float32")
            T.copy(A[by * BM, bx * BN], a)
            T.copy(B[by * BM, bx * BN], b)
            T.copy(C[by * BM, bx * BN], c)
            for i, j in T.Parallel(BM, BN):
                d[i, j] = blend(a[i, j], b[i, j], c[i, j])
            T.copy(d, D[by * BM, bx * BN])

    return axpy_chain


def ref_program(A, B, C):
    a, b, c = (x.astype(np.float32) for x in (A, B, C))
    return np.exp(-np.abs(c)) / (1 + np.exp(-(alpha * a + b)))
