"""FlashAttention with grouped heads in BSHD, and one head of linear attention in chunks."""

import tilelang
import tilelang.language as T


@tilelang.jit(out_idx=[3])
def attention(batch=2, heads=4, seq_len=80, dim=32, is_causal=True, groups=2, BM=32, BN=32):
    scale = (1.0 / dim) ** 0.5 * 1.44269504
    q_shape = [batch, seq_len, heads, dim]
    kv_shape = [batch, seq_len, heads // groups, dim]
    dtype, accum = "bfloat16", "float"

    @T.macro
    def scores(K, q, k_s, acc_s, k, bx, by, bz):
        T.copy(K[bz, k * BN : (k + 1) * BN, by // groups, :], k_s)
        for i, j in T.Parallel(BM, BN):
            if is_causal:
                visible = bx * BM + i >= k * BN + j
            else:
                visible = k * BN + j < seq_len
            acc_s[i, j] = T.if_then_else(visible, 0, -T.infinity(acc_s.dtype))
        T.gemm(q, k_s, acc_s, transpose_B=True, policy=T.GemmWarpPolicy.FullRow)

    @T.macro
    def softmax(acc_s, acc_s_cast, m, m_prev, factor, row_sum, logsum):
        T.copy(m, m_prev)
        T.fill(m, -T.infinity(accum))
        T.reduce_max(acc_s, m, dim=1, clear=False)
        for i in T.Parallel(BM):
            m[i] = T.max(m[i], m_prev[i])
            factor[i] = T.exp2(m_prev[i] * scale - m[i] * scale)
        for i, j in T.Parallel(BM, BN):
            acc_s[i, j] = T.exp2(acc_s[i, j] * scale - m[i] * scale)
        T.reduce_sum(acc_s, row_sum, dim=1)
        for i in T.Parallel(BM):
            logsum[i] = logsum[i] * factor[i] + row_sum[i]
        T.copy(acc_s, acc_s_cast)

    @T.prim_func
    def attention(
        Q: T.Tensor(q_shape, dtype),
        K: T.Tensor(kv_shape, dtype),
        V: T.Tensor(kv_shape, dtype),
        Output: T.Tensor(q_shape, dtype),
    ):
        with T.Kernel(T.ceildiv(seq_len, BM), heads, batch, threads=128) as (bx, by, bz):
            q = T.alloc_shared([BM, dim], dtype)
            k_s = T.alloc_shared([BN, dim], dtype)
            v_s = T.alloc_shared([BN, dim], dtype)
            acc_s = T.alloc_fragment([BM, BN], accum)
            acc_s_cast = T.alloc_fragment([BM, BN], dtype)
            acc_o = T.alloc_fragment([BM, dim], accum)
            m = T.alloc_fragment([BM], accum)
            m_prev = T.alloc_fragment([BM], accum)
            factor = T.alloc_fragment([BM], accum)
            row_sum = T.alloc_fragment([BM], accum)
            logsum = T.alloc_fragment([BM], accum)
            T.annotate_layout({q: tilelang.layout.make_swizzled_layout(q)})
            T.copy(Q[bz, bx * BM : (bx + 1) * BM, by, :], q)
            T.fill(acc_o, 0)
            T.fill(logsum, 0)
            T.fill(m, -T.infinity(accum))
            last = (
                T.min(T.ceildiv(seq_len, BN), T.ceildiv((bx + 1) * BM, BN))
                if is_causal
                else T.ceildiv(seq_len, BN)
            )
            for k in T.Pipelined(last, num_stages=1):
                scores(K, q, k_s, acc_s, k, bx, by, bz)
                softmax(acc_s, acc_s_cast, m, m_prev, factor, row_sum, logsum)
                for i, j in T.Parallel(BM, dim):
                    acc_o[i, j] *= factor[i]
                T.copy(V[bz, k * BN : (k + 1) * BN, by // groups, :], v_s)
                T.gemm(acc_s_cast, v_s, acc_o, policy=T.GemmWarpPolicy.FullRow)
            for i, j in T.Parallel(BM, dim):
                acc_o[i, j] /= logsum[i]
            T.copy(acc_o, Output[bz, bx * BM : (bx + 1) * BM, by, :])

    return attention


@tilelang.jit(out_idx=[-1])
def linear(B=2, S=64, H=2, D=32, chunk=32):
    @T.prim_func
    def linear(
        Q: T.Tensor((B, S, H, D), "float32"),
        K: T.Tensor((B, S, H, D), "float32"),
        V: T.Tensor((B, S, H, D), "float32"),
        Y: T.Tensor((B, S, H, D), "float32"),
    ):
        with T.Kernel(B * H) as bh:
            b, h = bh // H, bh % H
            q = T.alloc_shared([chunk, D], "float32")
            k = T.alloc_shared([chunk, D], "float32")
            v = T.alloc_shared([chunk, D], "float32")
            s = T.alloc_fragment([chunk, chunk], "float32")
            state = T.alloc_fragment([D, D], "float32")
            o = T.alloc_fragment([chunk, D], "float32")
            T.clear(state)
            for n in T.Pipelined(S // chunk, num_stages=1):
                rows = slice(0, chunk)
                T.copy(Q[b, n * chunk : (n + 1) * chunk, h, :], q[rows, :])
                T.copy(K[b, n * chunk : (n + 1) * chunk, h, :], k)
                T.copy(V[b, n * chunk : (n + 1) * chunk, h, :], v)
                T.gemm(q, k, s, transpose_B=True, clear_accum=True)
                for i, j in T.Parallel(chunk, chunk):
                    s[i, j] = s[i, j] if i >= j else 0
                T.gemm(s, v, o, clear_accum=True)
                T.gemm(q, state, o)
                T.gemm(k, v, state, transpose_A=True)
                T.copy(o, Y[b, n * chunk : (n + 1) * chunk, h, :])

    return linear
