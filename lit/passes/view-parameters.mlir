// RUN: ttc-opt %s -p view-parameters --split-input-file | filecheck %s

// A tensor takes the shape under which it is used, also through a view of a view; the author's
// shape is noted. One that is used as it is stays.

grid.kernel @k(%X : !grid.buffer<4x64x96xbf16, global>, %Y : !grid.buffer<256x96xbf16, global>) {
  grid.launch (%b) in (4) {
    %c0 = arith.constant 0 : index
    %c64 = arith.constant 64 : index
    %r = arith.muli %b, %c64 : index
    %s = grid.alloc : !grid.buffer<64x96xbf16, shared>
    %V = grid.reshape %X : !grid.buffer<4x64x96xbf16, global> to !grid.buffer<24576xbf16, global>
    %Z = grid.reshape %V : !grid.buffer<24576xbf16, global> to !grid.buffer<256x96xbf16, global>
    grid.copy %Z[%r, %c0] sizes <64x96> to %s[%c0, %c0] sizes <64x96> : !grid.buffer<256x96xbf16, global> to !grid.buffer<64x96xbf16, shared>
    grid.copy %s[%c0, %c0] sizes <64x96> to %Y[%r, %c0] sizes <64x96> : !grid.buffer<64x96xbf16, shared> to !grid.buffer<256x96xbf16, global>
  }
}
// CHECK-LABEL: grid.kernel @k(
// CHECK-SAME:    %[[X:.+]]: !grid.buffer<256x96xbf16, global>, %{{.+}}: !grid.buffer<256x96xbf16, global>)
// CHECK-SAME:    attributes {views = {X = #grid.sizes<4x64x96>}}
// CHECK-NOT:     grid.reshape
// CHECK:         grid.copy %[[X]][%{{.+}}, %{{.+}}] sizes <64x96> to

// -----

// Launches share their parameters: what one of them uses under another shape, all have so.

grid.kernel @k_0(%X : !grid.buffer<4x64xf32, global>) attributes {launch = 0 : i64} {
  grid.launch (%b) in (1) {
    %c0 = arith.constant 0 : index
    %s = grid.alloc : !grid.buffer<256x1xf32, shared>
    %Z = grid.reshape %X : !grid.buffer<4x64xf32, global> to !grid.buffer<256x1xf32, global>
    grid.copy %s[%c0, %c0] sizes <256x1> to %Z[%c0, %c0] sizes <256x1> : !grid.buffer<256x1xf32, shared> to !grid.buffer<256x1xf32, global>
  }
}
grid.kernel @k_1(%X : !grid.buffer<4x64xf32, global>) attributes {launch = 1 : i64} {
  grid.launch (%b) in (1) {
  }
}
// CHECK-LABEL: grid.kernel @k_0(
// CHECK-SAME:    !grid.buffer<256x1xf32, global>) attributes {launch = 0 : i64, views = {X = #grid.sizes<4x64>}}
// CHECK-LABEL: grid.kernel @k_1(
// CHECK-SAME:    !grid.buffer<256x1xf32, global>) attributes {launch = 1 : i64, views = {X = #grid.sizes<4x64>}}

// -----

// A tensor under two shapes is a parameter for each; the first one has the author's. The second is
// in front of the tensors between launches, in all of them.

grid.kernel @f_0(%X : !grid.buffer<4x64xf32, global>, %T : !grid.buffer<4x64xf32, global>) attributes {launch = 0 : i64, scratch = ["T"]} {
  grid.launch (%b) in (1) {
    %c0 = arith.constant 0 : index
    %s = grid.alloc : !grid.buffer<256x1xf32, shared>
    %Z = grid.reshape %X : !grid.buffer<4x64xf32, global> to !grid.buffer<256x1xf32, global>
    grid.copy %Z[%c0, %c0] sizes <256x1> to %s[%c0, %c0] sizes <256x1> : !grid.buffer<256x1xf32, global> to !grid.buffer<256x1xf32, shared>
  }
}
grid.kernel @f_1(%X : !grid.buffer<4x64xf32, global>, %T : !grid.buffer<4x64xf32, global>) attributes {launch = 1 : i64, scratch = ["T"]} {
  grid.launch (%b) in (1) {
    %c0 = arith.constant 0 : index
    %s = grid.alloc : !grid.buffer<4x64xf32, shared>
    grid.copy %X[%c0, %c0] sizes <4x64> to %s[%c0, %c0] sizes <4x64> : !grid.buffer<4x64xf32, global> to !grid.buffer<4x64xf32, shared>
  }
}
// CHECK-LABEL: grid.kernel @f_0(
// CHECK-SAME:    %{{.+}}: !grid.buffer<4x64xf32, global>, %[[Z:.+]]: !grid.buffer<256x1xf32, global>, %{{.+}}: !grid.buffer<4x64xf32, global>)
// CHECK-SAME:    parameters = ["X", "X_2", "T"], forms = {X_2 = "X"}, views = {X_2 = #grid.sizes<4x64>}
// CHECK-NOT:     grid.reshape
// CHECK:         grid.copy %[[Z]][%{{.+}}, %{{.+}}] sizes <256x1> to
// CHECK-LABEL: grid.kernel @f_1(
// CHECK-SAME:    %[[X:.+]]: !grid.buffer<4x64xf32, global>, %{{.+}}: !grid.buffer<256x1xf32, global>, %{{.+}}: !grid.buffer<4x64xf32, global>)
// CHECK-SAME:    parameters = ["X", "X_2", "T"], forms = {X_2 = "X"}, views = {X_2 = #grid.sizes<4x64>}
// CHECK:         grid.copy %[[X]][%{{.+}}, %{{.+}}] sizes <4x64> to
