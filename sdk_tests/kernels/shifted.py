"""Blocks that begin at any row: the reader gathers rows, compute makes tiles of them."""

import ttc.language as T

dtype = "bfloat16"


@T.prim_func
def shifted(A: T.Tensor((70, 96), dtype), B: T.Tensor((64, 96), dtype)):
    with T.Kernel(2) as b:
        a = T.alloc_shared((32, 96), dtype)
        T.copy(A[b * 32 - 3, 0], a)
        T.copy(a, B[b * 32, 0])
