"""C = A, from float32 to bfloat16: the packer rounds."""

import ttc.language as T

M = 64
N = 96


@T.prim_func
def narrowed(A: T.Tensor((M, N), "float32"), C: T.Tensor((M, N), "bfloat16")):
    with T.Kernel(T.ceildiv(N, 32), T.ceildiv(M, 32)) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        c = T.alloc_shared((32, 32), "bfloat16")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, c)
        T.copy(c, C[by * 32, bx * 32])
