// The author's line stands above the first statement it became, its number behind later ones.

// RUN: cd %S/Inputs && ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @a(%cb : !metal.cb<1x1xbf16, depth=1>) attributes {role = "reader"} {
  metal.cb_reserve_back %cb 1 : !metal.cb<1x1xbf16, depth=1> loc("author.py":4:4)
  metal.noc_async_read_barrier loc("author.py":4:4)
  metal.cb_push_back %cb 1 : !metal.cb<1x1xbf16, depth=1> loc("author.py":5:4)
  metal.cb_wait_front %cb 1 : !metal.cb<1x1xbf16, depth=1>
  metal.noc_async_read_barrier loc("author.py":6:4)
  metal.noc_async_read_barrier loc("author.py":4:4)
  metal.cb_pop_front %cb 1 : !metal.cb<1x1xbf16, depth=1> loc("/nowhere/else.py":7:4)
}
//      CHECK:    // author.py:4  T.copy(A[by * 64, bx * 64], A_shared)
// CHECK-NEXT:    cb_reserve_back(cb_cb, 1);
// CHECK-NEXT:    noc_async_read_barrier();
// CHECK-NEXT:    // author.py:5  for i, j in T.Parallel(64, 64): C[i, j] = A_shared[i, j] * 2.0 + B_shared[i,...
// CHECK-NEXT:    cb_push_back(cb_cb, 1);
// CHECK-NEXT:    cb_wait_front(cb_cb, 1);
// CHECK-NEXT:    // author.py:6  T.copy(A_shared,
// CHECK-NEXT:    noc_async_read_barrier();
// CHECK-NEXT:    noc_async_read_barrier();  // author.py:4
// CHECK-NEXT:    cb_pop_front(cb_cb, 1);  // else.py:7
