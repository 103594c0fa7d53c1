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


# CHECK: error: T.sync_threads is a CUDA thread-level operation; a tile program has no threads
# CHECK-NEXT: --> cuda-threads.py:15:9
# CHECK-NEXT: |
# CHECK-NEXT: 15 |         T.sync_threads()
# CHECK-NEXT: |         ^^^^^^^^^^^^^^{{$}}
# CHECK-NEXT: note: use T.Pipelined(num_stages=n); what must wait for the whole grid is a second T.Kernel
# CHECK-NOT: {{.}}
