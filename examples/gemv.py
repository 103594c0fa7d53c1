"""
y = A x: products on the vector unit, then a sum along each row.

A T.gemm would fill the other 31 columns of its tiles of x with nothing. Here a block of x is one
row, repeated down the block of A as it is multiplied.
"""

import tilelang.language as T

M = 300
K = 1000
BM = 64
BK = 128


@T.prim_func
def gemv(
    A: T.Tensor((M, K), "bfloat16"),
    X: T.Tensor((K,), "bfloat16"),
    Y: T.Tensor((M,), "float32"),
):
    with T.Kernel(T.ceildiv(M, BM)) as by:
        a = T.alloc_shared((BM, BK), "bfloat16")
        x = T.alloc_shared((BK,), "bfloat16")
        product = T.alloc_fragment((BM, BK), "float32")
        y = T.alloc_fragment((BM,), "float32")
        T.clear(y)
        for k in T.Pipelined(T.ceildiv(K, BK), num_stages=2):
            T.copy(A[by * BM, k * BK], a)
            T.copy(X[k * BK], x)
            for i, j in T.Parallel(BM, BK):
                product[i, j] = T.cast(a[i, j], "float32") * x[j]
            T.reduce_sum(product, y, dim=1, clear=False)
        T.copy(y, Y[by * BM])


def ref_program(A, X):
    return A @ X
