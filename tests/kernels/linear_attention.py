"""O = relu(Q K^T / 8) V, without the softmax: a product of a product in every step."""

import ml_dtypes
import numpy as np

import ttc.language as T

M, D, S = 64, 64, 256


@T.prim_func
def linear_attention(
    Q: T.Tensor((M, D), "bfloat16"),
    K: T.Tensor((S, D), "bfloat16"),
    V: T.Tensor((S, D), "bfloat16"),
    Out: T.Tensor((M, D), "bfloat16"),
):
    with T.Kernel(M // 32) as by:
        q = T.alloc_shared((32, D), "bfloat16")
        k = T.alloc_shared((64, D), "bfloat16")
        v = T.alloc_shared((64, D), "bfloat16")
        s = T.alloc_fragment((32, 64), "float32")
        p = T.alloc_fragment((32, 64), "bfloat16")
        o = T.alloc_fragment((32, D), "float32")
        T.copy(Q[by * 32, 0], q)
        T.clear(o)
        for t in T.Pipelined(S // 64, num_stages=2):
            T.copy(K[t * 64, 0], k)
            T.copy(V[t * 64, 0], v)
            T.clear(s)
            T.gemm(q, k, s, transpose_B=True)
            for i, j in T.Parallel(32, 64):
                p[i, j] = T.max(s[i, j] * 0.125, 0.0)
            T.gemm(p, v, o)
        T.copy(o, Out[by * 32, 0])


def rounded(x):
    return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float32)


def ref_program(Q, K, V):
    return rounded(np.maximum(Q @ K.T * 0.125, 0.0)) @ V
