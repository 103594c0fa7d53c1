"""
FlashAttention forward: softmax(Q K^T / sqrt(D)) V, without the matrix of scores in DRAM.

Tensors are batch x sequence x heads x dimension. `HEADS_KV` below `HEADS` is grouped-query
attention: several heads of Q share one of K and V. Each grid point owns a block of rows of one
head of Q, reads it once, and goes over K and V in blocks; with each block the running maximum
grows, and what was summed before is scaled down to it. `causal` lets a row see no later column:
blocks above the diagonal are never read, and only those on it are masked.
"""

import numpy as np
import tilelang
import tilelang.language as T

BATCH = 1
SEQUENCE = 200
HEADS = 4
HEADS_KV = 2
DIM = 64
causal = True


@tilelang.jit(out_idx=[-1])
def factory(
    BATCH=BATCH,
    SEQUENCE=SEQUENCE,
    HEADS=HEADS,
    HEADS_KV=HEADS_KV,
    DIM=DIM,
    causal=causal,
    block_M=64,
    block_N=64,
    num_stages=2,
    dtype="bfloat16",
):
    # exp(x) is exp2(x log2(e)): one factor does for this and for the root of DIM.
    scale = DIM**-0.5 * 1.44269504
    group = HEADS // HEADS_KV

    @T.prim_func
    def flash_attention(
        Q: T.Tensor((BATCH, SEQUENCE, HEADS, DIM), dtype),
        K: T.Tensor((BATCH, SEQUENCE, HEADS_KV, DIM), dtype),
        V: T.Tensor((BATCH, SEQUENCE, HEADS_KV, DIM), dtype),
        Out: T.Tensor((BATCH, SEQUENCE, HEADS, DIM), dtype),
    ):
        with T.Kernel(T.ceildiv(SEQUENCE, block_M), HEADS, BATCH) as (bx, h, b):
            q = T.alloc_shared((block_M, DIM), dtype)
            k = T.alloc_shared((block_N, DIM), dtype)
            v = T.alloc_shared((block_N, DIM), dtype)
            scores = T.alloc_fragment((block_M, block_N), "float32")
            weights = T.alloc_fragment((block_M, block_N), dtype)
            out = T.alloc_fragment((block_M, DIM), "float32")
            largest = T.alloc_fragment((block_M,), "float32")
            before = T.alloc_fragment((block_M,), "float32")
            shrink = T.alloc_fragment((block_M,), "float32")
            part = T.alloc_fragment((block_M,), "float32")
            total = T.alloc_fragment((block_M,), "float32")

            T.copy(Q[b, bx * block_M : (bx + 1) * block_M, h, :], q)
            T.clear(out)
            T.clear(total)
            T.fill(largest, -T.infinity("float32"))
            blocks = T.ceildiv(T.min((bx + 1) * block_M, SEQUENCE) if causal else SEQUENCE, block_N)
            for t in T.Pipelined(blocks, num_stages=num_stages):
                T.copy(K[b, t * block_N : (t + 1) * block_N, h // group, :], k)
                T.copy(V[b, t * block_N : (t + 1) * block_N, h // group, :], v)
                T.gemm(q, k, scores, transpose_B=True, clear_accum=True)
                for i, j in T.Parallel(block_M, block_N):
                    if causal:
                        seen = bx * block_M + i >= t * block_N + j
                    else:
                        seen = t * block_N + j < SEQUENCE
                    scores[i, j] = T.if_then_else(seen, scores[i, j], -T.infinity("float32"))

                T.copy(largest, before)
                T.reduce_max(scores, largest, dim=1, clear=False)
                for i in T.Parallel(block_M):
                    shrink[i] = T.exp2((before[i] - largest[i]) * scale)
                for i, j in T.Parallel(block_M, block_N):
                    scores[i, j] = T.exp2((scores[i, j] - largest[i]) * scale)
                T.reduce_sum(scores, part, dim=1)
                for i in T.Parallel(block_M):
                    total[i] = total[i] * shrink[i] + part[i]

                for i, j in T.Parallel(block_M, DIM):
                    out[i, j] = out[i, j] * shrink[i]
                T.copy(scores, weights)
                T.gemm(weights, v, out)
            for i, j in T.Parallel(block_M, DIM):
                out[i, j] = out[i, j] / total[i]
            T.copy(out, Out[b, bx * block_M : (bx + 1) * block_M, h, :])

    return flash_attention


def ref_program(Q, K, V):
    sequence, heads, dim = Q.shape[1:]
    K, V = (np.repeat(x, heads // x.shape[2], axis=2) for x in (K, V))
    q, k, v = (x.transpose(0, 2, 1, 3) for x in (Q, K, V))
    scores = q @ k.transpose(0, 1, 3, 2) * dim**-0.5
    if causal:
        scores = np.where(np.tri(sequence, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out = weights / weights.sum(axis=-1, keepdims=True) @ v
    return out.transpose(0, 2, 1, 3)
