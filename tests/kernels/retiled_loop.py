"""A state that each step of a loop looks at in rows of 32: all of it, a part, and in some steps."""

import numpy as np

import ttc.language as T

M, N, STEPS = 40, 160, 5
ROWS = M * N // 32


@T.prim_func
def retiled_loop(
    X: T.Tensor((STEPS, M, N), "float32"),
    Y: T.Tensor((M, N), "float32"),
    Z: T.Tensor((ROWS, 32), "float32"),
):
    with T.Kernel(1):
        x = T.alloc_shared((M, N), "float32")
        once = T.alloc_shared((M, N), "float32")
        state = T.alloc_fragment((M, N), "float32")
        chosen = T.alloc_fragment((ROWS, 32), "float32")
        rows = T.view(state, (ROWS, 32))
        steps = T.view(x, (ROWS, 32))
        first = T.view(once, (ROWS, 32))
        T.copy(X[0, 0, 0], once)
        T.clear(state)
        T.clear(chosen)
        for k in T.serial(STEPS):
            T.copy(X[k, 0, 0], x)
            for i, j in T.Parallel(ROWS, 32):
                rows[i, j] = rows[i, j] * 0.5 + steps[i, j] + first[i, j]
            for i, j in T.Parallel(32, 32):
                rows[64 + i, j] = T.max(rows[64 + i, j], steps[i, j])
            if k % 2 == 1:
                for i, j in T.Parallel(M, N):
                    state[i, j] = state[i, j] + x[i, 0]
                T.copy(rows, chosen)
        T.copy(state, Y)
        T.copy(chosen, Z)


def ref_program(X):
    state = np.zeros((M, N), np.float32)
    chosen = np.zeros((ROWS, 32), np.float32)
    for k in range(STEPS):
        rows = state.reshape(ROWS, 32) * np.float32(0.5)
        rows = rows + X[k].reshape(ROWS, 32) + X[0].reshape(ROWS, 32)
        rows[64:96] = np.maximum(rows[64:96], X[k].reshape(ROWS, 32)[:32])
        state = rows.reshape(M, N)
        if k % 2 == 1:
            state = state + X[k][:, :1]
            chosen = state.reshape(ROWS, 32)
    return state, chosen
