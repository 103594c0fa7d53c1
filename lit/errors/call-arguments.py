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
