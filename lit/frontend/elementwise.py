# An element-wise kernel: types meet as in TileLang, constants are made once, names are kept.

# RUN: rm -rf %t && ttc compile %s -o %t -v && ttc-opt %t/blend/ir/00-frontend.mlir | filecheck %s

import ttc.language as T

SCALE = 0.5


def mixed(a, b):
    return a * SCALE + b


@T.prim_func
def blend(A: T.Tensor((96, 64), "bfloat16"), B: T.Tensor((96, 64), "float32")):
    with T.Kernel(2, 3, threads=128) as (bx, by):
        a = T.alloc_shared((32, 32), "bfloat16")
        b = T.alloc_fragment((32, 32), "float32")
        T.copy(A[by * 32, bx * 32], a)
        for i, j in T.Parallel(32, 32):
            b[i, j] = mixed(a[i, j], 1)
            b[i, j] *= T.exp(b[i, j])
        T.copy(b, B[by * 32, bx * 32])


#      CHECK: grid.kernel @blend(%A: !grid.buffer<96x64xbf16, global>, %B: !grid.buffer<96x64xf32, global>) {
# CHECK-NEXT:   grid.launch (%bx, %by) in (2, 3) {
# CHECK-NEXT:     %a = grid.alloc : !grid.buffer<32x32xbf16, shared>
# CHECK-NEXT:     %b = grid.alloc : !grid.buffer<32x32xf32, fragment>
# CHECK-NEXT:     %c32 = arith.constant 32 : index
# CHECK-NEXT:     [[ROW:%.+]] = arith.muli %by, %c32 : index
# CHECK-NEXT:     [[COL:%.+]] = arith.muli %bx, %c32 : index
# CHECK-NEXT:     %c0 = arith.constant 0 : index
# CHECK-NEXT:     grid.copy %A[[[ROW]], [[COL]]] sizes <32x32> to %a[%c0, %c0] sizes <32x32> :
# CHECK-NEXT:     grid.parallel (%i, %j) in (32, 32) {
# CHECK-NEXT:       [[A:%.+]] = grid.load %a[%i, %j] : !grid.buffer<32x32xbf16, shared> -> bf16
# CHECK-NEXT:       [[WIDE:%.+]] = arith.extf [[A]] : bf16 to f32
# CHECK-NEXT:       [[HALF:%.+]] = arith.constant 5.000000e-01 : f32
# CHECK-NEXT:       [[MUL:%.+]] = arith.mulf [[WIDE]], [[HALF]] : f32
# CHECK-NEXT:       [[ONE:%.+]] = arith.constant 1.000000e+00 : f32
# CHECK-NEXT:       [[SUM:%.+]] = arith.addf [[MUL]], [[ONE]] : f32
# CHECK-NEXT:       grid.store [[SUM]], %b[%i, %j] : f32, !grid.buffer<32x32xf32, fragment>
# CHECK-NEXT:       [[OLD:%.+]] = grid.load %b[%i, %j]
# CHECK-NEXT:       [[X:%.+]] = grid.load %b[%i, %j]
# CHECK-NEXT:       [[E:%.+]] = math.exp [[X]] : f32
# CHECK-NEXT:       [[NEW:%.+]] = arith.mulf [[OLD]], [[E]] : f32
# CHECK-NEXT:       grid.store [[NEW]], %b[%i, %j]
# CHECK-NEXT:     }
# CHECK-NEXT:     grid.copy %b[%c0, %c0] sizes <32x32> to %B[[[ROW]], [[COL]]] sizes <32x32> :
