"""A lower triangle of blocks: the trips of the loop depend on the block, down to none."""

import numpy as np

import ttc.language as T

N, BLOCK = 384, 128


@T.prim_func
def triangular(
    A: T.Tensor((N, N), "bfloat16"),
    B: T.Tensor((N, BLOCK), "bfloat16"),
    C: T.Tensor((N, BLOCK), "float32"),
):
    with T.Kernel(N // BLOCK) as by:
        a = T.alloc_shared((BLOCK, BLOCK), "bfloat16")
        b = T.alloc_shared((BLOCK, BLOCK), "bfloat16")
        c = T.alloc_fragment((BLOCK, BLOCK), "float32")
        T.clear(c)
        for t in T.Pipelined(by, num_stages=2):
            T.copy(A[by * BLOCK, t * BLOCK], a)
            T.copy(B[t * BLOCK, 0], b)
            T.gemm(a, b, c)
        T.copy(c, C[by * BLOCK, 0])


def ref_program(A, B):
    blocks = np.tril(np.ones((N // BLOCK, N // BLOCK)), -1)
    return (A * np.kron(blocks, np.ones((BLOCK, BLOCK)))) @ B
