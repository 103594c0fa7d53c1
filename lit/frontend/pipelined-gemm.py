# A factory in TileLang's own words: a pipeline keeps its stages, a product its transposes.

# RUN: rm -rf %t && ttc compile %s -o %t -v -D stages=3 && ttc-opt %t/main/ir/00-frontend.mlir | filecheck %s

import tilelang
import tilelang.language as T


@tilelang.jit(out_idx=[-1])
def matmul(M=128, N=96, K=256, bM=64, bN=32, bK=64, stages=2, dtype=T.float16, acc=T.float32):
    @T.prim_func
    def main(A: T.Tensor((M, K), dtype), B: T.Tensor((N, K), dtype), C: T.Tensor((M, N), dtype)):
        with T.Kernel(T.ceildiv(N, bN), T.ceildiv(M, bM), threads=128) as (bx, by):
            A_shared = T.alloc_shared((bM, bK), dtype)
            B_shared = T.alloc_shared((bN, bK), dtype)
            C_local = T.alloc_fragment((bM, bN), acc)
            T.use_swizzle(panel_size=4)
            T.clear(C_local)
            for k in T.Pipelined(K // bK, num_stages=stages):
                T.copy(A[by * bM : (by + 1) * bM, k * bK : (k + 1) * bK], A_shared)
                T.copy(B[bx * bN, k * bK], B_shared)
                T.gemm(A_shared, B_shared, C_local, transpose_B=True)
            T.copy(C_local, C[by * bM, bx * bN])

    return main


#      CHECK: ttc.notes = ["float16 is stored as bfloat16: the SDK's tensors have no float16"]
#      CHECK: grid.launch (%bx, %by) in (3, 2) {
#      CHECK:   scf.for %k = %c0 to %c4 step %c1 {
#      CHECK:     [[ROW:%.+]] = arith.muli %by, %c64
#      CHECK:     [[K:%.+]] = arith.muli %k, %c64
#      CHECK:     grid.copy %A[[[ROW]], [[K]]] sizes <64x64> to %A_shared[%c0, %c0] sizes <64x64> :
#      CHECK:     [[COL:%.+]] = arith.muli %bx, %c32
#      CHECK:     grid.copy %B[[[COL]], [[K]]] sizes <32x64> to %B_shared[%c0, %c0] sizes <32x64> :
# CHECK-NEXT:     grid.gemm %A_shared, %B_shared, %C_local {transpose_b} :
# CHECK-NEXT:   } {num_stages = 3 : i64}
#      CHECK: } {order = "swizzle", panel = 4 : i64}
