"""
Causal linear attention in chunks: O = (Q K^T, lower triangle) V, without the softmax.

Within a chunk that is a masked product; of all chunks before it only the state K^T V matters, a
matrix in L1 that the loop carries. Work grows with the sequence, not with its square.
"""

import numpy as np
import tilelang
import tilelang.language as T

BATCH = 2
SEQUENCE = 200
HEADS = 2
DIM = 64


@tilelang.jit(out_idx=[-1])
def factory(
    BATCH=BATCH, SEQUENCE=SEQUENCE, HEADS=HEADS, DIM=DIM, chunk=64, num_stages=2, dtype="bfloat16"
):
    shape = (BATCH, SEQUENCE, HEADS, DIM)
    scale = DIM**-0.5

    @T.prim_func
    def linear_attention(
        Q: T.Tensor(shape, dtype),
        K: T.Tensor(shape, dtype),
        V: T.Tensor(shape, dtype),
        Out: T.Tensor(shape, dtype),
    ):
        with T.Kernel(HEADS, BATCH) as (h, b):
            q = T.alloc_shared((chunk, DIM), dtype)
            k = T.alloc_shared((chunk, DIM), dtype)
            v = T.alloc_shared((chunk, DIM), dtype)
            scores = T.alloc_fragment((chunk, chunk), "float32")
            weights = T.alloc_fragment((chunk, chunk), dtype)
            state = T.alloc_fragment((DIM, DIM), "float32")
            known = T.alloc_fragment((DIM, DIM), dtype)
            out = T.alloc_fragment((chunk, DIM), "float32")
            T.clear(state)
            for t in T.Pipelined(T.ceildiv(SEQUENCE, chunk), num_stages=num_stages):
                T.copy(Q[b, t * chunk : (t + 1) * chunk, h, :], q)
                T.copy(K[b, t * chunk : (t + 1) * chunk, h, :], k)
                T.copy(V[b, t * chunk : (t + 1) * chunk, h, :], v)
                T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
                for i, j in T.Parallel(chunk, chunk):
                    weights[i, j] = T.if_then_else(i >= j, scores[i, j], 0.0)
                T.copy(state, known)
                T.gemm(q, known, out, clear_accum=True)
                T.gemm(weights, v, out)
                T.gemm(k, v, state, transpose_A=True)
                for i, j in T.Parallel(chunk, DIM):
                    out[i, j] = out[i, j] * scale
                T.copy(out, Out[b, t * chunk : (t + 1) * chunk, h, :])

    return linear_attention


def ref_program(Q, K, V):
    q, k, v = (x.transpose(0, 2, 1, 3) for x in (Q, K, V))
    scores = np.tril(q @ k.transpose(0, 1, 3, 2)) * Q.shape[-1] ** -0.5
    return (scores @ v).transpose(0, 2, 1, 3)
