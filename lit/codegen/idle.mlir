// A kernel with nothing to do is an empty function.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @idle() attributes {role = "compute"} {}
//      CHECK:// ---- idle.cpp
// CHECK-NEXT:// compute of idle, emitted by ttc: circular buffers -> DST -> circular buffers
// CHECK-NEXT:#include <cstdint>
// CHECK-NEXT:#include "api/compute/common.h"
// CHECK-EMPTY:
// CHECK-NEXT:void kernel_main() {}
