# RUN: cd %S && rm -rf %t && not ttc compile call-arguments.py -o %t 2>&1 \
# RUN:   | filecheck call-arguments.py --strict-whitespace
# RUN: not ls %t

# A call with an argument too few.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float32")
        T.copy(A)
        T.copy(a, B)


# CHECK: error: T.copy: missing a required argument: 'dst'
# CHECK-NEXT: --> call-arguments.py:14:9
# CHECK-NEXT: |
# CHECK-NEXT: 14 |         T.copy(A)
# CHECK-NEXT: |         ^^^^^^^^^{{$}}
# CHECK-NEXT: note: it is called as T.copy(src, dst, *, coalesced_width=None, disable_tma=False, eviction_policy=None, prefer_instruction=None, annotations=None, loop_layout=None)
# CHECK-NOT: {{.}}
