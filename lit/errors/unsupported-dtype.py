# RUN: cd %S && rm -rf %t && not ttc compile unsupported-dtype.py -o %t 2>&1 \
# RUN:   | filecheck unsupported-dtype.py --strict-whitespace
# RUN: not ls %t

# A type of element that the chip does not have.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float64"), B: T.Tensor((64, 64), "float64")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((64, 64), "float64")
        T.copy(A, a)
        T.copy(a, B)


# CHECK: error: the target has no dtype float64
# CHECK-NEXT: --> unsupported-dtype.py:11:13
# CHECK-NEXT: |
# CHECK-NEXT: 11 | def copy(A: T.Tensor((64, 64), "float64"), B: T.Tensor((64, 64), "float64")):
# CHECK-NEXT: |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: its dtypes are bfloat16, float32, bfloat8_b, int32, uint32, uint16, uint8, int8
# CHECK-NOT: {{.}}
