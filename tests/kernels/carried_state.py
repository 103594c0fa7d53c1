"""A matrix carried from chunk to chunk: each reads it before it adds its own product."""

import ml_dtypes
import numpy as np

import ttc.language as T

S, D = 128, 64


@T.prim_func
def carried_state(
    Q: T.Tensor((S, D), "bfloat16"),
    K: T.Tensor((S, D), "bfloat16"),
    V: T.Tensor((S, D), "bfloat16"),
    Out: T.Tensor((S, D), "bfloat16"),
):
    with T.Kernel(1) as _:
        q = T.alloc_shared((32, D), "bfloat16")
        k = T.alloc_shared((32, D), "bfloat16")
        v = T.alloc_shared((32, D), "bfloat16")
        state = T.alloc_fragment((D, D), "float32")
        known = T.alloc_shared((D, D), "bfloat16")
        o = T.alloc_fragment((32, D), "float32")
        T.clear(state)
        for t in T.serial(S // 32):
            T.copy(Q[t * 32, 0], q)
            T.copy(K[t * 32, 0], k)
            T.copy(V[t * 32, 0], v)
            T.copy(state, known)
            T.clear(o)
            T.gemm(q, known, o)
            T.gemm(k, v, state, transpose_A=True)
            T.copy(o, Out[t * 32, 0])


def rounded(x):
    return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float32)


def ref_program(Q, K, V):
    state, chunks = np.zeros((D, D), np.float32), []
    for t in range(0, S, 32):
        chunks.append(Q[t : t + 32] @ rounded(state))
        state = state + K[t : t + 32].T @ V[t : t + 32]
    return np.concatenate(chunks)
