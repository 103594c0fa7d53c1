// A program runs one grid, and its schedule has known names.

// RUN: ttc-opt %s -p grid-to-persistent --split-input-file --verify-diagnostics | filecheck %s
// RUN: ttc-opt %s -p 'grid-to-persistent{work=dealt}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix=WORK
// RUN: ttc-opt %s -p 'grid-to-persistent{order=rows}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix=ORDER
// RUN: ttc-opt %s -p 'grid-to-persistent{panel=0}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix=PANEL

grid.kernel @none(%A : !grid.buffer<32x32xbf16, global>) {
} loc("k.py":3:1)
// CHECK:      error: kernel 'none' has 0 T.Kernel blocks; a program runs one
// CHECK-NEXT:   --> k.py:3:1
// CHECK-NEXT: note: give each T.Kernel a @T.prim_func of its own

// -----

grid.kernel @two(%A : !grid.buffer<32x32xbf16, global>) {
  grid.launch (%bx) in (1) {
  } loc("k.py":5:5)
  grid.launch (%bx) in (1) {
  } loc("k.py":7:5)
} loc("k.py":3:1)
// CHECK:      error: kernel 'two' has 2 T.Kernel blocks; a program runs one
// CHECK-NEXT:   --> k.py:7:5
// CHECK-NEXT: note: give each T.Kernel a @T.prim_func of its own

// -----

grid.kernel @one(%A : !grid.buffer<32x32xbf16, global>) {
  grid.launch (%bx) in (1) {
  } loc("k.py":5:5)
} loc("k.py":3:1)
// WORK:       error: 'dealt' is not one of contiguous, strided
// WORK-NEXT:    --> k.py:5:5
// ORDER:      error: 'rows' is not one of row, column, swizzle
// ORDER-NEXT:   --> k.py:5:5
// PANEL:      error: a panel of 0 block rows; it has at least one
// PANEL-NEXT:   --> k.py:5:5
