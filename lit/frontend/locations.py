# Every op stands where its author wrote it, in a file named without the folders above.

# RUN: rm -rf %t && cd %S && ttc compile locations.py -o %t -v && filecheck locations.py < %t/copy/ir/00-frontend.mlir

import ttc.language as T


@T.prim_func
def copy(
    A: T.Tensor((64, 64), "float32"),
    B: T.Tensor((64, 64), "float32"),
):
    with T.Kernel(2) as bx:
        a = T.alloc_shared((32, 64), "float32")
        for k in T.serial(1):
            T.copy(
                A[bx * 32, 0],
                a,
            )
        T.copy(a, B[bx * 32, 0])


#      CHECK: @copy(%A: {{.*}} loc("locations.py":10:5), %B: {{.*}} loc("locations.py":11:5)) {
#      CHECK: grid.alloc : {{.*}} loc("locations.py":14:13)
#      CHECK: arith.muli %bx, %c32 : index loc("locations.py":16:13)
#      CHECK: grid.copy %A{{.*}} loc("locations.py":16:13)
#      CHECK: } loc("locations.py":15:18)
#      CHECK: grid.copy %a{{.*}} loc("locations.py":20:9)
#      CHECK: } loc("locations.py":13:10)
