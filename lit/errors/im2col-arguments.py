# RUN: cd %S && not ttc compile im2col-arguments.py 2>&1 \
# RUN:   | filecheck im2col-arguments.py --strict-whitespace

# T.im2col gathers from an image.

import ttc.language as T


@T.prim_func
def flat(A: T.Tensor((256, 32), "bfloat16"), B: T.Tensor((256, 32), "bfloat16")):
    with T.Kernel(4) as b:
        a = T.alloc_shared((64, 32), "bfloat16")
        T.im2col(A, a, b, 0, 3, 1, 1, 1)
        T.copy(a, B[b * 64, 0])


# CHECK: error: T.im2col: 'A' is 256x32; an image has dimensions (batch, row, column, channel)
# CHECK-NEXT: --> im2col-arguments.py:13:9
# CHECK-NEXT: |
# CHECK-NEXT: 13 |         T.im2col(A, a, b, 0, 3, 1, 1, 1)
# CHECK-NEXT: |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^{{$}}
# CHECK-NOT: {{.}}
