# RUN: cd %S && rm -rf %t && not ttc compile unaligned-offset.py -o %t 2>&1 \
# RUN:   | filecheck unaligned-offset.py --strict-whitespace
# RUN: not ls %t

# A block of integers inside a tile; one of floats may begin at any row.

import ttc.language as T


@T.prim_func
def shift(A: T.Tensor((128, 128), "int32"), B: T.Tensor((128, 128), "int32")):
    with T.Kernel(3, 3) as (bx, by):
        a = T.alloc_shared((32, 32), "int32")
        T.copy(A[by * 32, bx * 32], a)
        T.copy(a, B[by * 32 + 5, bx * 32])


# CHECK: error: the row offset into 'B' is not provably a multiple of 32
# CHECK-NEXT: --> unaligned-offset.py:15:9
# CHECK-NEXT: |
# CHECK-NEXT: 15 |         T.copy(a, B[by * 32 + 5, bx * 32])
# CHECK-NEXT: |         ^{{$}}
# CHECK-NEXT: note: memory moves in 32x32 tiles: use offsets such as 'by * block' with a block that is a multiple of 32
# CHECK-NOT: {{.}}
