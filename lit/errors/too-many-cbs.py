# RUN: cd %S && rm -rf %t && not ttc compile too-many-cbs.py -o %t 2>&1 \
# RUN:   | filecheck too-many-cbs.py --strict-whitespace
# RUN: not ls %t

# A block that needs more inputs at a time than a core has circular buffers.

import ttc.language as T

BLOCK = (32, 32)


@T.prim_func
def total(A: T.Tensor((1056, 32), "float32"), B: T.Tensor(BLOCK, "float32")):
    with T.Kernel(1) as _:
        y = T.alloc_fragment(BLOCK, "float32")
        x0 = T.alloc_shared(BLOCK, "float32")
        x1 = T.alloc_shared(BLOCK, "float32")
        x2 = T.alloc_shared(BLOCK, "float32")
        x3 = T.alloc_shared(BLOCK, "float32")
        x4 = T.alloc_shared(BLOCK, "float32")
        x5 = T.alloc_shared(BLOCK, "float32")
        x6 = T.alloc_shared(BLOCK, "float32")
        x7 = T.alloc_shared(BLOCK, "float32")
        x8 = T.alloc_shared(BLOCK, "float32")
        x9 = T.alloc_shared(BLOCK, "float32")
        x10 = T.alloc_shared(BLOCK, "float32")
        x11 = T.alloc_shared(BLOCK, "float32")
        x12 = T.alloc_shared(BLOCK, "float32")
        x13 = T.alloc_shared(BLOCK, "float32")
        x14 = T.alloc_shared(BLOCK, "float32")
        x15 = T.alloc_shared(BLOCK, "float32")
        x16 = T.alloc_shared(BLOCK, "float32")
        x17 = T.alloc_shared(BLOCK, "float32")
        x18 = T.alloc_shared(BLOCK, "float32")
        x19 = T.alloc_shared(BLOCK, "float32")
        x20 = T.alloc_shared(BLOCK, "float32")
        x21 = T.alloc_shared(BLOCK, "float32")
        x22 = T.alloc_shared(BLOCK, "float32")
        x23 = T.alloc_shared(BLOCK, "float32")
        x24 = T.alloc_shared(BLOCK, "float32")
        x25 = T.alloc_shared(BLOCK, "float32")
        x26 = T.alloc_shared(BLOCK, "float32")
        x27 = T.alloc_shared(BLOCK, "float32")
        x28 = T.alloc_shared(BLOCK, "float32")
        x29 = T.alloc_shared(BLOCK, "float32")
        x30 = T.alloc_shared(BLOCK, "float32")
        x31 = T.alloc_shared(BLOCK, "float32")
        x32 = T.alloc_shared(BLOCK, "float32")
        T.copy(A[0, 0], x0)
        T.copy(A[32, 0], x1)
        T.copy(A[64, 0], x2)
        T.copy(A[96, 0], x3)
        T.copy(A[128, 0], x4)
        T.copy(A[160, 0], x5)
        T.copy(A[192, 0], x6)
        T.copy(A[224, 0], x7)
        T.copy(A[256, 0], x8)
        T.copy(A[288, 0], x9)
        T.copy(A[320, 0], x10)
        T.copy(A[352, 0], x11)
        T.copy(A[384, 0], x12)
        T.copy(A[416, 0], x13)
        T.copy(A[448, 0], x14)
        T.copy(A[480, 0], x15)
        T.copy(A[512, 0], x16)
        T.copy(A[544, 0], x17)
        T.copy(A[576, 0], x18)
        T.copy(A[608, 0], x19)
        T.copy(A[640, 0], x20)
        T.copy(A[672, 0], x21)
        T.copy(A[704, 0], x22)
        T.copy(A[736, 0], x23)
        T.copy(A[768, 0], x24)
        T.copy(A[800, 0], x25)
        T.copy(A[832, 0], x26)
        T.copy(A[864, 0], x27)
        T.copy(A[896, 0], x28)
        T.copy(A[928, 0], x29)
        T.copy(A[960, 0], x30)
        T.copy(A[992, 0], x31)
        T.copy(A[1024, 0], x32)
        for i, j in T.Parallel(32, 32):
            y[i, j] = (
                x0[i, j]
                + x1[i, j]
                + x2[i, j]
                + x3[i, j]
                + x4[i, j]
                + x5[i, j]
                + x6[i, j]
                + x7[i, j]
                + x8[i, j]
                + x9[i, j]
                + x10[i, j]
                + x11[i, j]
                + x12[i, j]
                + x13[i, j]
                + x14[i, j]
                + x15[i, j]
                + x16[i, j]
                + x17[i, j]
                + x18[i, j]
                + x19[i, j]
                + x20[i, j]
                + x21[i, j]
                + x22[i, j]
                + x23[i, j]
                + x24[i, j]
                + x25[i, j]
                + x26[i, j]
                + x27[i, j]
                + x28[i, j]
                + x29[i, j]
                + x30[i, j]
                + x31[i, j]
                + x32[i, j]
            )
        T.copy(y, B)


# CHECK: error: kernel 'total' needs 34 circular buffers; a wormhole core has 32
# CHECK-NEXT: --> too-many-cbs.py:48:15
# CHECK-NEXT: |
# CHECK-NEXT: 48 |         x32 = T.alloc_shared(BLOCK, "float32")
# CHECK-NEXT: |               ^{{$}}
# CHECK-NEXT: note: use fewer buffers at a time, or split the kernel in two
# CHECK-NOT: {{.}}
