// A tensor that is only read, in blocks over several pairs of dimensions: a form of it for each.

// RUN: ttc-opt %s -p infer-layouts --split-input-file | filecheck %s

// Heads by width have the tensor as it is, places by width a form. The line over dimension 3 goes
// with the first blocks.

grid.kernel @k(%X : !grid.buffer<2x64x40x32xbf16, dram>, %h : index) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<40x32xbf16, shared>
  %t = grid.alloc : !grid.buffer<64x32xbf16, shared>
  %v = grid.alloc : !grid.buffer<32xbf16, shared>
  grid.copy %X[%c0, %h, %c0, %c0] sizes <1x1x40x32> to %s[%c0, %c0] sizes <40x32> : !grid.buffer<2x64x40x32xbf16, dram> to !grid.buffer<40x32xbf16, shared>
  grid.copy %X[%c0, %c0, %h, %c0] sizes <1x64x1x32> to %t[%c0, %c0] sizes <64x32> : !grid.buffer<2x64x40x32xbf16, dram> to !grid.buffer<64x32xbf16, shared>
  grid.copy %X[%c0, %h, %h, %c0] sizes <1x1x1x32> to %v[%c0] sizes <32> : !grid.buffer<2x64x40x32xbf16, dram> to !grid.buffer<32xbf16, shared>
}
// CHECK-LABEL: grid.kernel @k(
// CHECK-SAME:    %[[X:[^:]+]]: !grid.buffer<2x64x40x32xbf16, dram>, %[[X2:[^:]+]]: !grid.buffer<2x64x40x32xbf16, dram>, %h: index)
// CHECK-SAME:    parameters = ["X", "X_2"], forms = {X_2 = "X"}
// CHECK-SAME:    layouts = {{\[\[}}0 : i64, 1 : i64, 2 : i64, 3 : i64], [0 : i64, 2 : i64, 1 : i64, 3 : i64], []]
// CHECK-SAME:    layout_reasons = {X_2 = "its blocks extend over dimensions 1 and 3"}
// CHECK:         grid.copy %[[X]][{{.+}}] sizes <1x1x40x32> to
// CHECK-NEXT:    grid.copy %[[X2]][{{.+}}] sizes <1x64x1x32> to
// CHECK-NEXT:    grid.copy %[[X]][{{.+}}] sizes <1x1x1x32> to

// -----

// A window sees pixels of rows of an image: blocks that see columns of them have a form.

grid.kernel @image(%X : !grid.buffer<2x64x40x32xbf16, dram>, %h : index) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
  %t = grid.alloc : !grid.buffer<64x32xbf16, shared>
  grid.im2col %X[%c0, %c0] through <1, stride 1, dilation 1, pad 0> to %s : !grid.buffer<2x64x40x32xbf16, dram> to !grid.buffer<32x32xbf16, shared>
  grid.copy %X[%c0, %c0, %h, %c0] sizes <1x64x1x32> to %t[%c0, %c0] sizes <64x32> : !grid.buffer<2x64x40x32xbf16, dram> to !grid.buffer<64x32xbf16, shared>
}
// CHECK-LABEL: grid.kernel @image(
// CHECK-SAME:    layouts = {{\[\[}}0 : i64, 1 : i64, 2 : i64, 3 : i64], [0 : i64, 2 : i64, 1 : i64, 3 : i64], []]
// CHECK:         grid.im2col %[[X:.+]][%{{.+}}, %{{.+}}] through
// CHECK-NOT:     grid.copy %[[X]][
