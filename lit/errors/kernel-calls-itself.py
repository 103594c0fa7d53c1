# RUN: cd %S && rm -rf %t && not ttc compile kernel-calls-itself.py -o %t 2>&1 \
# RUN:   | filecheck kernel-calls-itself.py --strict-whitespace
# RUN: not ls %t

# A kernel that calls itself.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        copy(A, B)


# CHECK: error: recursion: kernel 'copy' calls itself
# CHECK-NEXT: --> kernel-calls-itself.py:13:9
# CHECK-NEXT: |
# CHECK-NEXT: 13 |         copy(A, B)
# CHECK-NEXT: |         ^^^^^^^^^^{{$}}
# CHECK-NEXT: note: use a loop, or a recursive helper on Python values
# CHECK-NOT: {{.}}
