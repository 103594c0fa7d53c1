"""Row statistics: softmax with a running maximum, layer and root-mean-square normalisation."""

import tilelang
import tilelang.language as T


@tilelang.jit(out_idx=[-1])
def softmax(M=70, N=150, BM=32, BN=64, dtype="bfloat16"):
    @T.prim_func
    def softmax(X: T.Tensor((M, N), dtype), Y: T.Tensor((M, N), dtype)):
        with T.Kernel(T.ceildiv(M, BM), threads=128) as bx:
            s = T.alloc_fragment([BM, BN], "float32")
            m = T.alloc_fragment([BM], "float32")
            total = T.alloc_fragment([BM], "float32")
            lse = T.alloc_fragment([BM], "float32")
            T.fill(lse, -T.infinity("float32"))
            for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
                T.copy(X[bx * BM, k * BN], s)
                for i, j in T.Parallel(BM, BN):
                    s[i, j] = T.if_then_else(k * BN + j < N, s[i, j], -T.infinity("float32"))
                T.reduce_max(s, m, dim=1, clear=True)
                for i, j in T.Parallel(BM, BN):
                    s[i, j] = T.exp(s[i, j] - m[i])
                T.reduce_sum(s, total, dim=-1)
                for i in T.Parallel(BM):
                    lse[i] = m[i] + T.log(T.exp(lse[i] - m[i]) + total[i])
            for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
                T.copy(X[bx * BM, k * BN], s)
                for i, j in T.Parallel(BM, BN):
                    s[i, j] = T.exp(s[i, j] - lse[i])
                T.copy(s, Y[bx * BM, k * BN])

    return softmax


@tilelang.jit(out_idx=-1)
def layernorm(M=40, N=96, BM=32, eps=1e-5):
    @T.prim_func
    def layernorm(
        X: T.Tensor((M, N), "float32"),
        gamma: T.Tensor((N,), "float32"),
        beta: T.Tensor(N, "float32"),
        Y: T.Tensor((M, N), "float32"),
    ):
        with T.Kernel(T.ceildiv(M, BM)) as bx:
            x = T.alloc_shared((BM, N), "float32")
            d = T.alloc_fragment((BM, N), "float32")
            g = T.alloc_shared((N,), "float32")
            b = T.alloc_shared((N,), "float32")
            mean = T.alloc_fragment((BM,), "float32")
            var = T.alloc_fragment((BM,), "float32")
            T.copy(X[bx * BM : (bx + 1) * BM, :], x)
            T.copy(gamma, g)
            T.copy(beta, b)
            T.reduce_sum(x, mean, dim=1)
            for i in T.Parallel(BM):
                mean[i] /= N
            for i, j in T.Parallel(BM, N):
                d[i, j] = (x[i, j] - mean[i]) ** 2
            T.reduce_sum(d, var, dim=1)
            for i in T.Parallel(BM):
                var[i] = T.rsqrt(var[i] / N + eps)
            for i, j in T.Parallel(BM, N):
                x[i, j] = (x[i, j] - mean[i]) * var[i] * g[j] + b[j]
            T.copy(x, Y[bx * BM, 0])

    return layernorm


@tilelang.jit(out_idx=[-1])
def rmsnorm(M=33, N=128, BM=32):
    @T.prim_func
    def rmsnorm(X: T.Tensor((M, N), "float32"), Y: T.Tensor((M, N), "float32")):
        with T.Kernel(T.ceildiv(M, BM)) as bx:
            x = T.alloc_fragment((BM, N), "float32")
            squares = T.alloc_fragment((BM, N), "float32")
            norm = T.alloc_fragment((BM, 1), "float32")
            T.copy(X[bx * BM, 0], x)
            for i, j in T.Parallel(BM, N):
                squares[i, j] = x[i, j] * x[i, j]
            T.reduce_sum(squares, norm, dim=1)
            for i, j in T.Parallel(BM, N):
                x[i, j] *= T.rsqrt(norm[i, 0] / N + 1e-6)
            T.copy(x, Y[bx * BM, 0])

    return rmsnorm
