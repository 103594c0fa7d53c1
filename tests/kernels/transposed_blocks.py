"""Nothing is computed: blocks change places, and one output changes its dtype."""

import ttc.language as T

M, N = 128, 96


@T.prim_func
def transposed_blocks(
    A: T.Tensor((M, N), "float32"),
    B: T.Tensor((N, M), "float32"),
    C: T.Tensor((M, N), "bfloat16"),
):
    with T.Kernel(N // 32, M // 32) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, B[bx * 32, by * 32])
        T.copy(a, C[by * 32, bx * 32])


def ref_program(A):
    blocks = A.reshape(M // 32, 32, N // 32, 32).transpose(2, 1, 0, 3)
    return blocks.reshape(N, M), A
