# RUN: cd %S && rm -rf %t && not ttc compile no-kernels.py -o %t 2>&1 \
# RUN:   | filecheck no-kernels.py --strict-whitespace
# RUN: not ls %t

# A file that defines no kernel.

import ttc.language as T

SIZE = T.ceildiv(100, 32)

# CHECK: error: no-kernels.py defines no kernel
# CHECK-NEXT: note: a kernel is a function under @T.prim_func, at module level
# CHECK-NEXT: note: or the result of a factory under @ttc.jit whose parameters have defaults
# CHECK-NOT: {{.}}
