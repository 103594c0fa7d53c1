# RUN: cd %S && rm -rf %t && not ttc compile unknown-name.py -o %t 2>&1 \
# RUN:   | filecheck unknown-name.py --strict-whitespace
# RUN: not ls %t

# A `T.` name that the language does not have.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_sharde((64, 64), "float32")
        T.copy(A, a)
        T.copy(a, B)


# CHECK: error: T.alloc_sharde is not a name of the language
# CHECK-NEXT: --> unknown-name.py:13:13
# CHECK-NEXT: |
# CHECK-NEXT: 13 |         a = T.alloc_sharde((64, 64), "float32")
# CHECK-NEXT: |             ^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: did you mean T.alloc_shared?
# CHECK-NOT: {{.}}
