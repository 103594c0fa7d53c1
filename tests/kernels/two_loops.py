"""Two loops over K, one after the other, into one accumulator that is scaled in between."""

import ttc.language as T

M, N, K = 256, 128, 128


@T.prim_func
def two_loops(
    A: T.Tensor((M, K), "bfloat16"),
    B: T.Tensor((K, N), "bfloat16"),
    D: T.Tensor((M, K), "bfloat16"),
    C: T.Tensor((M, N), "float32"),
):
    with T.Kernel(M // 128) as by:
        a = T.alloc_shared((128, 32), "bfloat16")
        b = T.alloc_shared((32, 128), "bfloat16")
        c = T.alloc_fragment((128, 128), "float32")
        T.clear(c)
        for k in T.Pipelined(K // 32, num_stages=2):
            T.copy(A[by * 128, k * 32], a)
            T.copy(B[k * 32, 0], b)
            T.gemm(a, b, c)
        for i, j in T.Parallel(128, 128):
            c[i, j] = c[i, j] * 2.0
        for k in T.serial(K // 32):
            T.copy(D[by * 128, k * 32], a)
            T.copy(B[k * 32, 0], b)
            T.gemm(a, b, c)
        T.copy(c, C[by * 128, 0])


def ref_program(A, B, D):
    return 2 * (A @ B) + D @ B
