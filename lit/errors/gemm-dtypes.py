# RUN: cd %S && rm -rf %t && not ttc compile gemm-dtypes.py -o %t 2>&1 \
# RUN:   | filecheck gemm-dtypes.py --strict-whitespace
# RUN: not ls %t

# The operands of a product have different types.

import ttc.language as T


@T.prim_func
def gemm(
    A: T.Tensor((64, 64), "bfloat16"),
    B: T.Tensor((64, 64), "int32"),
    C: T.Tensor((64, 64), "bfloat16"),
):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "bfloat16")
        b = T.alloc_shared((64, 64), "int32")
        c = T.alloc_fragment((64, 64), "float32")
        T.copy(A, a)
        T.copy(B, b)
        T.clear(c)
        T.gemm(a, b, c)
        T.copy(c, C)


# CHECK: error: T.gemm: the operands' dtypes differ, 'a' (64x64 bfloat16) and 'b' (64x64 int32)
# CHECK-NEXT: --> gemm-dtypes.py:23:9
# CHECK-NEXT: |
# CHECK-NEXT: 23 |         T.gemm(a, b, c)
# CHECK-NEXT: |         ^^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: copy one of them into a buffer of the other's dtype first
# CHECK-NOT: {{.}}
