# RUN: cd %S && rm -rf %t && not ttc compile recursion.py -o %t 2>&1 \
# RUN:   | filecheck recursion.py --strict-whitespace
# RUN: not ls %t

# A helper that calls itself without an end.

import ttc.language as T


def spread(a, n):
    spread(a, n + 1)


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        T.copy(A, a)
        spread(a, 0)
        T.copy(a, B)


# CHECK: error: recursion: 'spread' calls itself without end
# CHECK-NEXT: --> recursion.py:19:9
# CHECK-NEXT: |
# CHECK-NEXT: 19 |         spread(a, 0)
# CHECK-NEXT: |         ^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: a helper runs while the kernel is built: give it an end
# CHECK-NOT: {{.}}
