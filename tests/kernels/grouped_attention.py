"""Attention of a group of heads at a time: queries share the keys and values of their group."""

import numpy as np

import ttc.language as T

B, N, GROUPS, HEADS, D = 1, 80, 2, 2, 32
BLOCK_M, BLOCK_N = 32, 64


@T.prim_func
def grouped_attention(
    Q: T.Tensor((B, N, GROUPS * HEADS, D), "bfloat16"),
    K: T.Tensor((B, N, GROUPS, D), "bfloat16"),
    V: T.Tensor((B, N, GROUPS, D), "bfloat16"),
    Out: T.Tensor((B, N, GROUPS * HEADS, D), "bfloat16"),
    L: T.Tensor((B, GROUPS * HEADS, N), "float32"),
):
    with T.Kernel(T.ceildiv(N, BLOCK_M), GROUPS, B) as (bx, by, bz):
        q = T.alloc_shared((HEADS, BLOCK_M, D), "bfloat16")
        k = T.alloc_shared((BLOCK_N, D), "bfloat16")
        v = T.alloc_shared((BLOCK_N, D), "bfloat16")
        s = T.alloc_fragment((HEADS, BLOCK_M, BLOCK_N), "float32")
        p = T.alloc_shared((HEADS, BLOCK_M, BLOCK_N), "bfloat16")
        o = T.alloc_fragment((HEADS, BLOCK_M, D), "float32")
        most = T.alloc_fragment((HEADS, BLOCK_M), "float32")
        before = T.alloc_fragment((HEADS, BLOCK_M), "float32")
        total = T.alloc_fragment((HEADS, BLOCK_M), "float32")
        for h in T.serial(HEADS):
            T.copy(Q[bz, bx * BLOCK_M : (bx + 1) * BLOCK_M, by * HEADS + h, :], q[h, :, :])
        T.clear(o)
        T.clear(total)
        T.fill(most, -T.infinity("float32"))
        for n in T.Pipelined(T.ceildiv(N, BLOCK_N), num_stages=2):
            T.copy(K[bz, n * BLOCK_N : (n + 1) * BLOCK_N, by, :], k)
            T.copy(V[bz, n * BLOCK_N : (n + 1) * BLOCK_N, by, :], v)
            T.clear(s)
            for h in T.serial(HEADS):
                T.gemm(q[h, :, :], k, s[h, :, :], transpose_B=True)
            for h, i, j in T.Parallel(HEADS, BLOCK_M, BLOCK_N):
                s[h, i, j] = s[h, i, j] if n * BLOCK_N + j < N else -T.infinity("float32")
            T.copy(most, before)
            T.reduce_max(s, most, dim=2, clear=False)
            for h, i, j in T.Parallel(HEADS, BLOCK_M, BLOCK_N):
                s[h, i, j] = T.exp(s[h, i, j] - most[h, i])
            for h, i in T.Parallel(HEADS, BLOCK_M):
                before[h, i] = T.exp(before[h, i] - most[h, i])
                total[h, i] *= before[h, i]
            T.reduce_sum(s, total, dim=2, clear=False)
            T.copy(s, p)
            for h, i, j in T.Parallel(HEADS, BLOCK_M, D):
                o[h, i, j] *= before[h, i]
            for h in T.serial(HEADS):
                T.gemm(p[h, :, :], v, o[h, :, :])
        for h, i, j in T.Parallel(HEADS, BLOCK_M, D):
            o[h, i, j] /= total[h, i]
        for h, i in T.Parallel(HEADS, BLOCK_M):
            most[h, i] += T.log(total[h, i])
        for h in T.serial(HEADS):
            T.copy(o[h, :, :], Out[bz, bx * BLOCK_M : (bx + 1) * BLOCK_M, by * HEADS + h, :])
        T.copy(most, L[bz, by * HEADS, bx * BLOCK_M])


def ref_program(Q, K, V):
    heads = Q.reshape(B, N, GROUPS, HEADS, D)
    s = np.einsum("bighd,bjgd->bghij", heads, K)
    most = s.max(axis=-1, keepdims=True)
    p = np.exp(s - most)
    total = p.sum(axis=-1, keepdims=True)
    o = np.einsum("bghij,bjgd->bighd", p / total, V)
    logs = most + np.log(total)
    return o.reshape(Q.shape), logs.reshape(B, GROUPS * HEADS, N)
