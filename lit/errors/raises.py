# RUN: cd %S && rm -rf %t && not ttc compile raises.py -o %t 2>&1 \
# RUN:   | filecheck raises.py --strict-whitespace
# RUN: not ls %t

# A file that raises while it is imported.

import ttc.language as T


def block_of(size):
    if size % 32:
        raise ValueError(f"no block divides {size}")
    return size // 32


BLOCK = block_of(33)


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1) as _:
        T.copy(A, B)


# CHECK: error: importing raises.py raised ValueError: no block divides 33
# CHECK-NEXT: --> raises.py:12:9
# CHECK-NEXT: |
# CHECK-NEXT: 12 |         raise ValueError(f"no block divides {size}")
# CHECK-NEXT: |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^{{$}}
# CHECK-NOT: {{.}}
