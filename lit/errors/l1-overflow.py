# RUN: cd %S && rm -rf %t && not ttc compile l1-overflow.py -o %t 2>&1 \
# RUN:   | filecheck l1-overflow.py --strict-whitespace
# RUN: not ls %t

# A block that no core's L1 can hold.

import ttc.language as T

N = 8192


@T.prim_func
def double(A: T.Tensor((N, N), "float32"), B: T.Tensor((N, N), "float32")):
    with T.Kernel(N // 1024, N // 1024) as (bx, by):
        block = T.alloc_shared((1024, 1024), "float32")
        T.copy(A[by * 1024, bx * 1024], block)
        for i, j in T.Parallel(1024, 1024):
            block[i, j] = block[i, j] * 2.0
        T.copy(block, B[by * 1024, bx * 1024])


# CHECK: error: the buffers of kernel 'double' need 8388608 bytes of L1; a wormhole core has 1392640 for them (of 1499136)
# CHECK-NEXT: --> l1-overflow.py:15:17
# CHECK-NEXT: |
# CHECK-NEXT: 15 |         block = T.alloc_shared((1024, 1024), "float32")
# CHECK-NEXT: |                 ^{{$}}
# CHECK-NEXT: note: 'block' takes 4194304 bytes: 1024 tiles of float32
# CHECK-NEXT: note: 'block_out' takes 4194304 bytes: 1024 tiles of float32
# CHECK-NEXT: note: make the blocks smaller
# CHECK-NOT: {{.}}
