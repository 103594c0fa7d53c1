# RUN: cd %S && rm -rf %t && not ttc compile cuda-threads.py -o %t 2>&1 \
# RUN:   | filecheck cuda-threads.py --strict-whitespace
# RUN: not ls %t

# A barrier between CUDA threads.

import ttc.language as T


@T.prim_func
def copy(A: T.Tensor((64, 64), "float32"), B: T.Tensor((64, 64), "float32")):
    with T.Kernel(1, threads=128) as _:
        a = T.alloc_shared((64, 64), "float32")
        T.copy(A, a)
        T.sync_threads()
        T.copy(a, B)
