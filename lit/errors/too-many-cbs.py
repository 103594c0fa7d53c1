# RUN: cd %S && rm -rf %t && not ttc compile too-many-cbs.py -o %t 2>&1 \
# RUN:   | filecheck too-many-cbs.py --strict-whitespace
# RUN: not ls %t

# More inputs to one block than a core has circular buffers.

import ttc.language as T

S = (32, 32)


@T.prim_func
def total(
    X0: T.Tensor(S, "float32"),
    X1: T.Tensor(S, "float32"),
    X2: T.Tensor(S, "float32"),
    X3: T.Tensor(S, "float32"),
    X4: T.Tensor(S, "float32"),
    X5: T.Tensor(S, "float32"),
    X6: T.Tensor(S, "float32"),
    X7: T.Tensor(S, "float32"),
    X8: T.Tensor(S, "float32"),
    X9: T.Tensor(S, "float32"),
    X10: T.Tensor(S, "float32"),
    X11: T.Tensor(S, "float32"),
    X12: T.Tensor(S, "float32"),
    X13: T.Tensor(S, "float32"),
    X14: T.Tensor(S, "float32"),
    X15: T.Tensor(S, "float32"),
    X16: T.Tensor(S, "float32"),
    X17: T.Tensor(S, "float32"),
    X18: T.Tensor(S, "float32"),
    X19: T.Tensor(S, "float32"),
    X20: T.Tensor(S, "float32"),
    X21: T.Tensor(S, "float32"),
    X22: T.Tensor(S, "float32"),
    X23: T.Tensor(S, "float32"),
    X24: T.Tensor(S, "float32"),
    X25: T.Tensor(S, "float32"),
    X26: T.Tensor(S, "float32"),
    X27: T.Tensor(S, "float32"),
    X28: T.Tensor(S, "float32"),
    X29: T.Tensor(S, "float32"),
    X30: T.Tensor(S, "float32"),
    X31: T.Tensor(S, "float32"),
    X32: T.Tensor(S, "float32"),
    Y: T.Tensor(S, "float32"),
):
    with T.Kernel(1) as _:
        total = T.alloc_fragment(S, "float32")
        T.clear(total)
        x0 = T.alloc_shared(S, "float32")
        T.copy(X0, x0)
        x1 = T.alloc_shared(S, "float32")
        T.copy(X1, x1)
        x2 = T.alloc_shared(S, "float32")
        T.copy(X2, x2)
        x3 = T.alloc_shared(S, "float32")
        T.copy(X3, x3)
        x4 = T.alloc_shared(S, "float32")
        T.copy(X4, x4)
        x5 = T.alloc_shared(S, "float32")
        T.copy(X5, x5)
        x6 = T.alloc_shared(S, "float32")
        T.copy(X6, x6)
        x7 = T.alloc_shared(S, "float32")
        T.copy(X7, x7)
        x8 = T.alloc_shared(S, "float32")
        T.copy(X8, x8)
        x9 = T.alloc_shared(S, "float32")
        T.copy(X9, x9)
        x10 = T.alloc_shared(S, "float32")
        T.copy(X10, x10)
        x11 = T.alloc_shared(S, "float32")
        T.copy(X11, x11)
        x12 = T.alloc_shared(S, "float32")
        T.copy(X12, x12)
        x13 = T.alloc_shared(S, "float32")
        T.copy(X13, x13)
        x14 = T.alloc_shared(S, "float32")
        T.copy(X14, x14)
        x15 = T.alloc_shared(S, "float32")
        T.copy(X15, x15)
        x16 = T.alloc_shared(S, "float32")
        T.copy(X16, x16)
        x17 = T.alloc_shared(S, "float32")
        T.copy(X17, x17)
        x18 = T.alloc_shared(S, "float32")
        T.copy(X18, x18)
        x19 = T.alloc_shared(S, "float32")
        T.copy(X19, x19)
        x20 = T.alloc_shared(S, "float32")
        T.copy(X20, x20)
        x21 = T.alloc_shared(S, "float32")
        T.copy(X21, x21)
        x22 = T.alloc_shared(S, "float32")
        T.copy(X22, x22)
        x23 = T.alloc_shared(S, "float32")
        T.copy(X23, x23)
        x24 = T.alloc_shared(S, "float32")
        T.copy(X24, x24)
        x25 = T.alloc_shared(S, "float32")
        T.copy(X25, x25)
        x26 = T.alloc_shared(S, "float32")
        T.copy(X26, x26)
        x27 = T.alloc_shared(S, "float32")
        T.copy(X27, x27)
        x28 = T.alloc_shared(S, "float32")
        T.copy(X28, x28)
        x29 = T.alloc_shared(S, "float32")
        T.copy(X29, x29)
        x30 = T.alloc_shared(S, "float32")
        T.copy(X30, x30)
        x31 = T.alloc_shared(S, "float32")
        T.copy(X31, x31)
        x32 = T.alloc_shared(S, "float32")
        T.copy(X32, x32)
        for i, j in T.Parallel(32, 32):
            total[i, j] = (
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
        T.copy(total, Y)
