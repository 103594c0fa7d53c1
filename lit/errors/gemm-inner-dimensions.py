# RUN: cd %S && rm -rf %t && not ttc compile gemm-inner-dimensions.py -o %t 2>&1 \
# RUN:   | filecheck gemm-inner-dimensions.py --strict-whitespace
# RUN: not ls %t

# The inner dimensions of a product differ.

import ttc.language as T


@T.prim_func
def gemm(
    A: T.Tensor((64, 128), "bfloat16"),
    B: T.Tensor((64, 64), "bfloat16"),
    C: T.Tensor((64, 64), "bfloat16"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 128), "bfloat16")
        b = T.alloc_shared((64, 64), "bfloat16")
        c = T.alloc_fragment((64, 64), "float32")
        T.copy(A, a)
        T.copy(B, b)
        T.clear(c)
        T.gemm(a, b, c)
        T.copy(c, C)


# CHECK: error: T.gemm: the inner dimensions differ, 128 of 'a' (64x128) and 64 of 'b' (64x64)
# CHECK-NEXT: --> gemm-inner-dimensions.py:23:9
# CHECK-NEXT: |
# CHECK-NEXT: 23 |         T.gemm(a, b, c)
# CHECK-NEXT: |         ^^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: A is M x K and B is K x N; transpose_A and transpose_B swap them
# CHECK-NOT: {{.}}
