# RUN: cd %S && rm -rf %t && not ttc compile read-before-write.py -o %t 2>&1 \
# RUN:   | filecheck read-before-write.py --strict-whitespace
# RUN: not ls %t

# A fragment is read before anything was written to it.

import ttc.language as T


@T.prim_func
def add(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        b = T.alloc_fragment((64, 64), "float32")
        T.copy(A, a)
        for i, j in T.Parallel(64, 64):
            b[i, j] = b[i, j] + a[i, j]
        T.copy(b, B)


# CHECK: error: 'b' is read before it is written
# CHECK-NEXT: --> read-before-write.py:17:23
# CHECK-NEXT: |
# CHECK-NEXT: 17 |             b[i, j] = b[i, j] + a[i, j]
# CHECK-NEXT: |                       ^{{$}}
# CHECK-NEXT: note: 'b' is allocated here
# CHECK-NEXT: --> read-before-write.py:14:13
# CHECK-NEXT: |
# CHECK-NEXT: 14 |         b = T.alloc_fragment((64, 64), "float32")
# CHECK-NEXT: |             ^{{$}}
# CHECK-NEXT: note: fill it first: T.clear, T.fill, or a T.copy into it
# CHECK-NOT: {{.}}
