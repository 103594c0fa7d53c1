"""T.Persistent: each of three blocks walks over every third tile of the domain."""

import numpy as np
import tilelang.language as T

M, N = 128, 160


@T.prim_func
def persistent(A: T.Tensor((M, N), "bfloat16"), B: T.Tensor((M, N), "float32")):
    with T.Kernel(3) as block:
        a = T.alloc_shared((32, 32), "bfloat16")
        for by, bx in T.Persistent([M // 32, N // 32], 3, block, group_size=4):
            T.copy(A[by * 32, bx * 32], a)
            for i, j in T.Parallel(32, 32):
                B[by * 32 + i, bx * 32 + j] = a[i, j] + by


def ref_program(A):
    return A + np.repeat(np.arange(M // 32, dtype=np.float32), 32)[:, None]
