"""Heads of tokens by a view of three dimensions: columns of the tokens, as they lie."""

import ttc.language as T

M, HEADS, WIDTH = 70, 3, 32
BM = 64


@T.prim_func
def split_heads(
    X: T.Tensor((M, HEADS * WIDTH), "bfloat16"),
    K: T.Tensor((WIDTH, 40), "bfloat16"),
    Y: T.Tensor((HEADS, M, 40), "float32"),
    Z: T.Tensor((M, HEADS, WIDTH), "bfloat16"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        x = T.alloc_shared((BM, HEADS * WIDTH), "bfloat16")
        q = T.alloc_shared((BM, WIDTH), "bfloat16")
        k = T.alloc_shared((WIDTH, 40), "bfloat16")
        s = T.alloc_fragment((BM, 40), "float32")
        z = T.alloc_fragment((BM, HEADS * WIDTH), "bfloat16")
        heads = T.view(x, (BM, HEADS, WIDTH))
        scaled = T.view(z, (BM, HEADS, WIDTH))
        T.copy(X[by * BM, 0], x)
        T.copy(K, k)
        for h in T.serial(HEADS):
            T.copy(heads[:, h, :], q)
            T.clear(s)
            T.gemm(q, k, s)
            T.copy(s, Y[h, by * BM, 0])
        for i, h, j in T.Parallel(BM, HEADS, WIDTH):
            scaled[i, h, j] = heads[i, h, j] * 2.0
        T.copy(scaled, Z[by * BM : by * BM + BM, :, :])


def ref_program(X, K):
    heads = X.reshape(M, HEADS, WIDTH)
    return heads.transpose(1, 0, 2) @ K, heads * 2
