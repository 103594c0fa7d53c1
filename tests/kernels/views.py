"""A batch of images read as rows of a matrix, and tensors written under other shapes."""

import numpy as np

import ttc.language as T

B, M, N = 3, 40, 70


@T.prim_func
def views(
    X: T.Tensor((B, M, N), "bfloat16"),
    V: T.Tensor((2, 35), "float32"),
    W: T.Tensor((B, M, 2 * N), "bfloat16"),
    Y: T.Tensor((N, B * M), "float32"),
    Z: T.Tensor((B * M * N,), "bfloat16"),
):
    with T.Kernel(T.ceildiv(B * M, 32)) as by:
        rows = T.reshape(X, (B * M, N))
        bias = T.reshape(V, (N,))
        heads = T.reshape(W, (B * M, 2, N))
        turned = T.view(Y, (N * B, M))
        out = T.reshape(Z, (B * M, N))
        x = T.alloc_shared((32, N), "bfloat16")
        v = T.alloc_shared((N,), "float32")
        w = T.alloc_shared((32, N), "bfloat16")
        z = T.alloc_fragment((32, N), "float32")
        y = T.alloc_fragment((64, M), "float32")
        T.copy(rows[by * 32, 0], x)
        T.copy(bias, v)
        T.copy(heads[by * 32 : by * 32 + 32, 1, :], w)
        for i, j in T.Parallel(32, N):
            z[i, j] = x[i, j] + v[j] + w[i, j]
        T.copy(z, out[by * 32, 0])
        for i, j in T.Parallel(64, M):
            y[i, j] = T.cast(by * 64 + i, "float32") * 2.0
        T.copy(y, turned[by * 64, 0])


def ref_program(X, V, W):
    z = X.reshape(B * M, N) + V.reshape(N) + W.reshape(B * M, 2, N)[:, 1]
    y = np.repeat(2.0 * np.arange(N * B, dtype=np.float32)[:, None], M, axis=1)
    return y.reshape(N, B * M), z.reshape(-1)
