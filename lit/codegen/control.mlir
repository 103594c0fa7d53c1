// Scalars that loops carry and branches choose are variables; what is set together is read first.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @k(%cb : !metal.cb<1x4xbf16, depth=1>, %m : i32, %n : index) attributes {role = "writer"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %limit = arith.index_cast %m : i32 to index
  %a, %b = scf.for %i = %c0 to %n step %c1 iter_args(%x = %c0, %y = %c1) -> (index, index) {
    %sum = arith.addi %x, %y : index
    scf.yield %y, %sum : index, index
  }
  %small = arith.cmpi slt, %a, %limit : index
  %first = scf.if %small -> (index) {
    scf.yield %a : index
  } else {
    %less = arith.subi %b, %c1 : index
    scf.yield %less : index
  }
  scf.for %j = %c0 to %first step %c1 {
    metal.cb_wait_front %cb 1 : !metal.cb<1x4xbf16, depth=1>
    metal.cb_pop_front %cb 1 : !metal.cb<1x4xbf16, depth=1>
  }
}
//      CHECK:    const uint32_t limit = m;
// CHECK-NEXT:    uint32_t a = 0;
// CHECK-NEXT:    uint32_t b = 1;
// CHECK-NEXT:    for (uint32_t i = 0; i < n; ++i) {
// CHECK-NEXT:        const uint32_t sum = a + b;
// CHECK-NEXT:        a = b;
// CHECK-NEXT:        b = sum;
// CHECK-NEXT:    }
// CHECK-NEXT:    const bool small = int32_t(a) < int32_t(limit);
// CHECK-NEXT:    uint32_t first;
// CHECK-NEXT:    if (small) {
// CHECK-NEXT:        first = a;
// CHECK-NEXT:    } else {
// CHECK-NEXT:        const uint32_t less = b - 1;
// CHECK-NEXT:        first = less;
// CHECK-NEXT:    }
// CHECK-NEXT:    for (int32_t j = 0; j < int32_t(first); ++j) {
// CHECK-NEXT:        cb_wait_front(cb_cb, 1);
// CHECK-NEXT:        cb_pop_front(cb_cb, 1);
// CHECK-NEXT:    }
