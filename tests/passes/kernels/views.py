"""Tensors that are used under another shape."""

import ttc.language as T


@T.prim_func
def param_view(A: T.Tensor((2, 64, 32), "float32"), C: T.Tensor((128, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((64, 32), "float32")
        A2 = T.reshape(A, (128, 32))
        C2 = T.reshape(C, (2, 64, 32))
        T.copy(A2[bx * 64, 0], a)
        T.copy(a, C2[bx, 0, 0])


@T.prim_func
def view_halves(A: T.Tensor((2, 64, 32), "float32"), C: T.Tensor((128, 32), "float32")):
    with T.Kernel(4) as bx:
        a = T.alloc_fragment((32, 32), "float32")
        A2 = T.reshape(A, (128, 32))
        T.copy(A2[bx * 32, 0], a)
        T.copy(a, C[bx * 32, 0])


@T.prim_func
def view_vector(A: T.Tensor((64,), "float32"), C: T.Tensor((2, 32), "float32")):
    with T.Kernel(2) as bx:
        a = T.alloc_fragment((32,), "float32")
        A2 = T.reshape(A, (2, 32))
        C2 = T.reshape(C, (64,))
        T.copy(A2[bx, 0:32], a)
        for i in T.Parallel(32):
            C2[(1 - bx) * 32 + i] = a[i] * 2.0


@T.prim_func
def view_element(A: T.Tensor((4, 32, 64), "float32"), C: T.Tensor((2, 2, 32, 64), "float32")):
    with T.Kernel(4) as bx:
        A2 = T.reshape(A, (128, 64))
        C2 = T.reshape(C, (1, 128, 64))
        for i, j in T.Parallel(32, 64):
            C2[0, bx * 32 + i, j] = A2[(3 - bx) * 32 + i, j]
