"""Views of what costs nothing elsewhere: a part of a block, numbers of places, repeated vectors."""

import numpy as np

import ttc.language as T

M, N, ROWS = 64, 64, 128


@T.prim_func
def retiled_parts(
    X: T.Tensor((M, 2 * N), "float32"),
    V: T.Tensor((N,), "float32"),
    A: T.Tensor((64, 32), "float32"),
    B: T.Tensor((ROWS, 32), "float32"),
    C: T.Tensor((ROWS, 32), "float32"),
    D: T.Tensor((ROWS, 32), "float32"),
    E: T.Tensor((32, ROWS), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((M, 2 * N), "float32")
        part = T.alloc_shared((32, N), "float32")
        v = T.alloc_shared((N,), "float32")
        places = T.alloc_fragment((M, N), "float32")
        repeated = T.alloc_fragment((M, N), "float32")
        turned = T.alloc_fragment((32, ROWS), "float32")
        T.copy(X, x)
        T.copy(V, v)
        T.copy(x[32:64, N : 2 * N], part)
        T.copy(T.view(part, (64, 32)), A)
        for i, j in T.Parallel(M, N):
            places[i, j] = T.cast(i * N + j, "float32")
        T.copy(T.view(places, (ROWS, 32)), B)
        for i, j in T.Parallel(M, N):
            repeated[i, j] = v[j]
        T.copy(T.view(repeated, (ROWS, 32)), C)
        for i, j in T.Parallel(M, N):
            repeated[i, j] = v[i]
        T.copy(T.view(repeated, (ROWS, 32)), D)
        T.transpose(T.view(x, (ROWS, N))[0:ROWS, 0:32], turned)
        T.copy(turned, E)


def ref_program(X, V):
    places = np.arange(M * N, dtype=np.float32)
    across, down = np.tile(V, (M, 1)), np.tile(V[:, None], (1, N))
    return (
        X[32:64, N:].reshape(64, 32),
        places.reshape(ROWS, 32),
        across.reshape(ROWS, 32),
        down.reshape(ROWS, 32),
        X.reshape(ROWS, N)[:, :32].T,
    )
