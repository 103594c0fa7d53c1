"""Products: dequantised, matrix by vector, convolution, split in two launches, an MLP, eager."""

import tilelang
from tilelang import language as T


@tilelang.jit(out_idx=[-1])
def dequantised(M=40, N=64, K=96, BM=32, BN=32, BK=32):
    @T.prim_func
    def dequantised(
        A: T.Tensor((M, K), "bfloat16"),
        W: T.Tensor((N, K), "int8"),
        scales: T.Tensor((N,), "float32"),
        C: T.Tensor((M, N), "float32"),
    ):
        with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
            a = T.alloc_shared((BM, BK), "bfloat16")
            w = T.alloc_shared((BN, BK), "int8")
            wide = T.alloc_shared((BN, BK), "bfloat16")
            scale = T.alloc_fragment((BN,), "float32")
            acc = T.alloc_fragment((BM, BN), "float32")
            for k in T.Pipelined(T.ceildiv(K, BK), num_stages=2):
                T.copy(A[by * BM, k * BK], a)
                T.copy(W[bx * BN, k * BK], w)
                for i, j in T.Parallel(BN, BK):
                    wide[i, j] = T.cast(w[i, j], "bfloat16")
                T.gemm(a, wide, acc, transpose_B=True, clear_accum=(k == 0))
            T.copy(scales[bx * BN], scale)
            for i, j in T.Parallel(BM, BN):
                acc[i, j] *= scale[j]
            T.copy(acc, C[by * BM, bx * BN])

    return dequantised


@tilelang.jit(out_idx=[-1])
def gemv(N=70, K=100, BN=32, BK=32):
    @T.prim_func
    def gemv(
        A: T.Tensor((K,), "float32"),
        B: T.Tensor((N, K), "float32"),
        C: T.Tensor((N,), "float32"),
    ):
        with T.Kernel(T.ceildiv(N, BN)) as bn:
            a = T.alloc_shared((BK,), "float32")
            b = T.alloc_shared((BN, BK), "float32")
            products = T.alloc_fragment((BN, BK), "float32")
            total = T.alloc_fragment((BN,), "float32")
            T.clear(total)
            for k in T.serial(T.ceildiv(K, BK)):
                T.copy(A[k * BK], a)
                T.copy(B[bn * BN, k * BK], b)
                for i, j in T.Parallel(BN, BK):
                    products[i, j] = a[j] * b[i, j]
                T.reduce_sum(products, total, dim=1, clear=False)
            T.copy(total, C[bn * BN])

    return gemv


@tilelang.jit(out_idx=[2])
def convolution(N=2, C=8, H=6, W=7, F=16, K=3, S=1, D=1, P=1, BM=32, BN=32, BK=32):
    KH, KW = K, K
    OH = (H + 2 * P - D * (K - 1) - 1) // S + 1
    OW = (W + 2 * P - D * (K - 1) - 1) // S + 1

    @T.prim_func
    def convolution(
        data: T.Tensor((N, H, W, C), "float32"),
        kernel: T.Tensor((KH, KW, C, F), "float32"),
        out: T.Tensor((N, OH, OW, F), "float32"),
    ):
        with T.Kernel(T.ceildiv(F, BN), T.ceildiv(N * OH * OW, BM)) as (bx, by):
            d = T.alloc_shared((BM, BK), "float32")
            w = T.alloc_shared((BK, BN), "float32")
            acc = T.alloc_fragment((BM, BN), "float32")
            flat = T.Tensor((KH * KW * C, F), "float32", kernel.data)
            rows = T.reshape(out, (N * OH * OW, F))
            T.clear(acc)
            for k_iter in T.Pipelined(T.ceildiv(KH * KW * C, BK), num_stages=3):
                for i, j in T.Parallel(BM, BK):
                    k = k_iter * BK + j
                    m = by * BM + i
                    h = m % (OH * OW) // OW * S + k // (KW * C) * D - P
                    v = m % OW * S + k // C % KW * D - P
                    inside = (h >= 0) and (v >= 0) and (h < H) and (v < W)
                    d[i, j] = T.if_then_else(inside, data[m // (OH * OW), h, v, k % C], 0)
                T.copy(flat[k_iter * BK, bx * BN], w)
                T.gemm(d, w, acc)
            T.copy(acc, rows[by * BM, bx * BN])

    return convolution


@tilelang.jit(out_idx=[-1])
def split_k(M=64, N=40, K=128, splits=2, BM=32, BN=32, BK=32):
    @T.prim_func
    def split_k(
        A: T.Tensor((M, K), "bfloat16"),
        B: T.Tensor((K, N), "bfloat16"),
        C: T.Tensor((M, N), "float32"),
    ):
        partial = T.alloc_global((splits, M, N), "float32")
        with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), splits) as (bx, by, bz):
            a = T.alloc_shared((BM, BK), "bfloat16")
            b = T.alloc_shared((BK, BN), "bfloat16")
            acc = T.alloc_fragment((BM, BN), "float32")
            T.clear(acc)
            for k in T.Pipelined(K // splits // BK, num_stages=2):
                T.copy(A[by * BM, bz * (K // splits) + k * BK], a)
                T.copy(B[bz * (K // splits) + k * BK, bx * BN], b)
                T.gemm(a, b, acc)
            T.copy(acc, partial[bz, by * BM, bx * BN])
        with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
            part = T.alloc_fragment((BM, BN), "float32")
            total = T.alloc_fragment((BM, BN), "float32")
            T.clear(total)
            for z in range(splits):
                T.copy(partial[z, by * BM, bx * BN], part)
                for i, j in T.Parallel(BM, BN):
                    total[i, j] += part[i, j]
            T.copy(total, C[by * BM, bx * BN])

    return split_k


@tilelang.jit
def mlp(X, W1, W2, scale: float = 0.5, BM: int = 32):
    """Two layers, each a launch, with a hidden tensor between them; eager."""
    M, D, H = T.const("M, D, H")
    X: T.Tensor[[M, D], T.float32]
    W1: T.Tensor((D, H), T.float32)
    W2: T.Tensor((H, D), T.float32)
    hidden = T.empty((M, H), T.float32)
    Y = T.empty(M, D, dtype="float32")
    norms = T.empty((M,))

    def gelu(x):
        return 0.5 * x * (1 + T.erf(x * 0.70710678))

    with T.Kernel(T.ceildiv(M, BM)) as bx:
        x = T.alloc_shared((BM, D), "float32")
        w = T.alloc_shared((D, H), "float32")
        h = T.alloc_fragment((BM, H), "float32")
        T.copy(X[bx * BM, 0], x)
        T.copy(W1, w)
        T.gemm(x, w, h, clear_accum=True)
        for i, j in T.Parallel(BM, H):
            h[i, j] = gelu(h[i, j] * scale)
        T.copy(h, hidden[bx * BM, 0])
    with T.Kernel(T.ceildiv(M, BM)) as bx:
        h = T.alloc_shared((BM, H), "float32")
        w = T.alloc_shared((H, D), "float32")
        y = T.alloc_fragment((BM, D), "float32")
        n = T.alloc_fragment((BM,), "float32")
        T.copy(hidden[bx * BM, 0], h)
        T.copy(W2, w)
        T.gemm(h, w, y, clear_accum=True)
        T.reduce_absmax(y, n, dim=1)
        T.copy(y, Y[bx * BM, 0])
        T.copy(n, norms[bx * BM])
    return Y, norms
