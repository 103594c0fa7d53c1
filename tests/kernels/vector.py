"""y = a x + y for vectors of a length that no block divides."""

import ttc.language as T

N, BLOCK = 5000, 256
alpha = 2.5


@T.prim_func
def vector(
    X: T.Tensor((N,), "float32"),
    Y: T.Tensor((N,), "float32"),
):
    with T.Kernel(T.ceildiv(N, BLOCK)) as bx:
        x = T.alloc_shared((BLOCK,), "float32")
        y = T.alloc_fragment((BLOCK,), "float32")
        T.copy(X[bx * BLOCK], x)
        T.copy(Y[bx * BLOCK], y)
        for i in T.Parallel(BLOCK):
            y[i] = alpha * x[i] + y[i]
        T.copy(y, Y[bx * BLOCK])


def ref_program(X, Y):
    Y += alpha * X
