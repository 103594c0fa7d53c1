// Which way vectors lie, and which dimensions of a tensor are its tiles.

// RUN: ttc-opt %s -p infer-layouts --split-input-file | filecheck %s

// One number for each row of a block is a column: the result of a reduction over columns, and what
// the first index of a T.Parallel walks along.

grid.kernel @column(%A : !grid.buffer<64x96xf32, dram>, %L : !grid.buffer<64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.reduce "max" %s, %m {dim = 1 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64xf32, fragment>
  grid.parallel (%i, %j) in (64, 96) {
    %p = grid.load %s[%i, %j] : !grid.buffer<64x96xf32, shared> -> f32
    %q = grid.load %m[%i] : !grid.buffer<64xf32, fragment> -> f32
    %r = arith.subf %p, %q : f32
    grid.store %r, %s[%i, %j] : f32, !grid.buffer<64x96xf32, shared>
  }
  grid.copy %m[%c0] sizes <64> to %L[%c0] sizes <64> : !grid.buffer<64xf32, fragment> to !grid.buffer<64xf32, dram>
}
// The tensor that it is stored to lies as it does.
// CHECK-LABEL: grid.kernel @column
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}0 : i64, -1 : i64{{\]}}]
// CHECK-SAME:    layout_reasons = {L = "used as a column: one number for each row of a block"}
// CHECK:         %m = grid.alloc {layout = [0 : i64, -1 : i64]}

// -----

// One for each column is a row.

grid.kernel @row(%A : !grid.buffer<64x96xf32, dram>, %B : !grid.buffer<96xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %b = grid.alloc : !grid.buffer<96xf32, fragment>
  %n = grid.alloc : !grid.buffer<96xf32, fragment>
  grid.copy %B[%c0] sizes <96> to %b[%c0] sizes <96> : !grid.buffer<96xf32, dram> to !grid.buffer<96xf32, fragment>
  grid.reduce "sum" %s, %n {dim = 0 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<96xf32, fragment>
  grid.parallel (%i, %j) in (64, 96) {
    %p = grid.load %b[%j] : !grid.buffer<96xf32, fragment> -> f32
    grid.store %p, %s[%i, %j] : f32, !grid.buffer<64x96xf32, shared>
  }
}
// CHECK-LABEL: grid.kernel @row
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}-1 : i64, 0 : i64{{\]}}]
// CHECK:         %b = grid.alloc {layout = [-1 : i64, 0 : i64]}
// CHECK-NEXT:    %n = grid.alloc {layout = [-1 : i64, 0 : i64]}

// -----

// Vectors that meet element by element lie the same way: %b is a column since %m is, and with them
// the loop over one extent. %u meets none of them.

grid.kernel @union(%A : !grid.buffer<64x96xf32, dram>) {
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  %b = grid.alloc : !grid.buffer<64xf32, fragment>
  %u = grid.alloc : !grid.buffer<64xf32, fragment>
  %v = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.reduce "sum" %s, %m {dim = 1 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64xf32, fragment>
  grid.parallel (%i) in (64) {
    %p = grid.load %m[%i] : !grid.buffer<64xf32, fragment> -> f32
    grid.store %p, %b[%i] : f32, !grid.buffer<64xf32, fragment>
  }
  grid.parallel (%i) in (64) {
    %p = grid.load %u[%i] : !grid.buffer<64xf32, fragment> -> f32
    grid.store %p, %v[%i] : f32, !grid.buffer<64xf32, fragment>
  }
}
// CHECK-LABEL: grid.kernel @union
// CHECK:         %m = grid.alloc {layout = [0 : i64, -1 : i64]}
// CHECK-NEXT:    %b = grid.alloc {layout = [0 : i64, -1 : i64]}
// CHECK-NEXT:    %u = grid.alloc {layout = [-1 : i64, 0 : i64]}
// CHECK-NEXT:    %v = grid.alloc {layout = [-1 : i64, 0 : i64]}
// CHECK:         grid.parallel (%i) in (64) {
// CHECK:         } {line = "column"}
// CHECK:         grid.parallel (%i_1) in (64) {
// CHECK:         } {line = "row"}

// -----

// Where its uses want both, the way that most of them want; the others will turn it. Two votes for
// a row, one for a column.

grid.kernel @votes(%A : !grid.buffer<64x64xf32, dram>) {
  %s = grid.alloc : !grid.buffer<64x64xf32, shared>
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.reduce "sum" %s, %m {dim = 1 : i64, clear} : !grid.buffer<64x64xf32, shared>, !grid.buffer<64xf32, fragment>
  grid.parallel (%i, %j) in (64, 64) {
    %p = grid.load %m[%j] : !grid.buffer<64xf32, fragment> -> f32
    grid.store %p, %s[%i, %j] : f32, !grid.buffer<64x64xf32, shared>
  }
  grid.reduce "sum" %s, %m {dim = 0 : i64, clear} : !grid.buffer<64x64xf32, shared>, !grid.buffer<64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @votes
// CHECK:         %m = grid.alloc {layout = [-1 : i64, 0 : i64]}

// -----

// A line of a matrix lies as it does in the matrix: a column of %s, a row of it.

grid.kernel @lines(%A : !grid.buffer<64x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x64xf32, shared>
  %u = grid.alloc : !grid.buffer<64xf32, fragment>
  %v = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %s[%c0, %c0] sizes <64x1> to %u[%c0] sizes <64> : !grid.buffer<64x64xf32, shared> to !grid.buffer<64xf32, fragment>
  grid.parallel (%i) in (64) {
    %p = grid.load %s[%c0, %i] : !grid.buffer<64x64xf32, shared> -> f32
    grid.store %p, %v[%i] : f32, !grid.buffer<64xf32, fragment>
  }
}
// CHECK-LABEL: grid.kernel @lines
// CHECK:         %u = grid.alloc {layout = [0 : i64, -1 : i64]}
// CHECK-NEXT:    %v = grid.alloc {layout = [-1 : i64, 0 : i64]}

// -----

// (batch, sequence, head, width): blocks of sequence by width, so these are rows and columns.

grid.kernel @heads(%Q : !grid.buffer<2x128x8x64xbf16, dram>, %O : !grid.buffer<2x128x8x64xbf16, dram>, %b : index, %h : index) {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
  grid.copy %Q[%b, %c0, %h, %c0] sizes <1x32x1x64> to %s[%c0, %c0] sizes <32x64> : !grid.buffer<2x128x8x64xbf16, dram> to !grid.buffer<32x64xbf16, shared>
  grid.parallel (%i, %j) in (32, 64) {
    %p = grid.load %s[%i, %j] : !grid.buffer<32x64xbf16, shared> -> bf16
    grid.store %p, %O[%b, %i, %h, %j] : bf16, !grid.buffer<2x128x8x64xbf16, dram>
  }
}
// CHECK-LABEL: grid.kernel @heads
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 2 : i64, 1 : i64, 3 : i64{{\], \[}}0 : i64, 2 : i64, 1 : i64, 3 : i64{{\], \[}}{{\], \[}}{{\]}}]
// CHECK-SAME:    layout_reasons = {Q = "its blocks extend over dimensions 1 and 3", O = "its blocks extend over dimensions 1 and 3"}

// -----

// A tensor that is only touched in lines is made of lines, each a row of tiles; of columns where
// they meet columns.

grid.kernel @of_lines(%A : !grid.buffer<5x64xf32, dram>, %L : !grid.buffer<2x8x128xf32, dram>, %b : index, %h : index) {
  %c0 = arith.constant 0 : index
  %v = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %A[%b, %c0] sizes <1x64> to %v[%c0] sizes <64> : !grid.buffer<5x64xf32, dram> to !grid.buffer<64xf32, fragment>
  %s = grid.alloc : !grid.buffer<128x96xf32, shared>
  %m = grid.alloc : !grid.buffer<128xf32, fragment>
  grid.reduce "max" %s, %m {dim = 1 : i64, clear} : !grid.buffer<128x96xf32, shared>, !grid.buffer<128xf32, fragment>
  grid.copy %m[%c0] sizes <128> to %L[%b, %h, %c0] sizes <1x1x128> : !grid.buffer<128xf32, fragment> to !grid.buffer<2x8x128xf32, dram>
}
// CHECK-LABEL: grid.kernel @of_lines
// CHECK-SAME:    layouts = [{{\[}}0 : i64, -1 : i64, 1 : i64{{\], \[}}0 : i64, 1 : i64, 2 : i64, -1 : i64{{\], \[}}{{\], \[}}{{\]}}]

// -----

// Lines that begin at tiles' edges leave the tensor as it is written; so do lines of two kinds.

grid.kernel @aligned(%A : !grid.buffer<64x64xf32, dram>, %B : !grid.buffer<64x64xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %at = arith.muli %n, %c32 : index
  %v = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %A[%at, %c0] sizes <1x64> to %v[%c0] sizes <64> : !grid.buffer<64x64xf32, dram> to !grid.buffer<64xf32, fragment>
  grid.copy %v[%c0] sizes <64> to %B[%n, %c0] sizes <1x64> : !grid.buffer<64xf32, fragment> to !grid.buffer<64x64xf32, dram>
  grid.copy %v[%c0] sizes <64> to %B[%c0, %n] sizes <64x1> : !grid.buffer<64xf32, fragment> to !grid.buffer<64x64xf32, dram>
}
// CHECK-LABEL: grid.kernel @aligned
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}0 : i64, 1 : i64{{\], \[}}{{\]}}]

// -----

// Launches of one function share their tensors: %V is a column for both, though only the first
// launch says so.

grid.kernel @pair_0(%A : !grid.buffer<64x96xf32, dram>, %V : !grid.buffer<64xf32, dram>) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %s = grid.alloc : !grid.buffer<64x96xf32, shared>
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.reduce "max" %s, %m {dim = 1 : i64, clear} : !grid.buffer<64x96xf32, shared>, !grid.buffer<64xf32, fragment>
  grid.copy %m[%c0] sizes <64> to %V[%c0] sizes <64> : !grid.buffer<64xf32, fragment> to !grid.buffer<64xf32, dram>
}
grid.kernel @pair_1(%A : !grid.buffer<64x96xf32, dram>, %V : !grid.buffer<64xf32, dram>) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %V[%c0] sizes <64> to %m[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, fragment>
}
grid.kernel @other(%A : !grid.buffer<64x96xf32, dram>, %V : !grid.buffer<64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %m = grid.alloc : !grid.buffer<64xf32, fragment>
  grid.copy %V[%c0] sizes <64> to %m[%c0] sizes <64> : !grid.buffer<64xf32, dram> to !grid.buffer<64xf32, fragment>
}
// CHECK-LABEL: grid.kernel @pair_0
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}0 : i64, -1 : i64{{\]}}]
// CHECK-LABEL: grid.kernel @pair_1
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}0 : i64, -1 : i64{{\]}}]
// CHECK:         %m = grid.alloc {layout = [0 : i64, -1 : i64]}
// CHECK-LABEL: grid.kernel @other
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64{{\], \[}}-1 : i64, 0 : i64{{\]}}]

// -----

// Elements that blocks touch one at a time have a tile each; one that stands first in its tile
// needs no other layout.

grid.kernel @elements(%S : !grid.buffer<2x3xf32, dram>, %T : !grid.buffer<64xf32, dram>, %U : !grid.buffer<1xf32, dram>, %n : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %at = arith.muli %n, %c32 : index
  %s = grid.alloc : !grid.buffer<1xf32, fragment>
  grid.copy %S[%n, %n] sizes <1x1> to %s[%c0] sizes <1> : !grid.buffer<2x3xf32, dram> to !grid.buffer<1xf32, fragment>
  grid.copy %T[%at] sizes <1> to %s[%c0] sizes <1> : !grid.buffer<64xf32, dram> to !grid.buffer<1xf32, fragment>
  grid.copy %U[%c0] sizes <1> to %s[%c0] sizes <1> : !grid.buffer<1xf32, dram> to !grid.buffer<1xf32, fragment>
}
// CHECK-LABEL: grid.kernel @elements
// CHECK-SAME:    layouts = [{{\[}}0 : i64, 1 : i64, -1 : i64, -1 : i64{{\], \[}}-1 : i64, 0 : i64{{\], \[}}-1 : i64, 0 : i64{{\], \[}}{{\]}}]
// CHECK-SAME:    layout_reasons = {S = "its blocks are one element"}

// -----

// Blocks of a stack lie as vectors do: a column where there is one number per row.

grid.kernel @stacks() {
  %c0 = arith.constant 0 : index
  %x = grid.alloc {stack = [0]} : !grid.buffer<2x40x64xf32, fragment>
  %m = grid.alloc {stack = [0]} : !grid.buffer<2x40xf32, fragment>
  %n = grid.alloc {stack = [1]} : !grid.buffer<64x2xf32, fragment>
  %s = grid.alloc {stack = [0]} : !grid.buffer<2xf32, fragment>
  grid.parallel (%k, %i, %j) in (1, 40, 64) {
    %a = grid.load %x[%c0, %i, %j] : !grid.buffer<2x40x64xf32, fragment> -> f32
    %b = grid.load %m[%c0, %i] : !grid.buffer<2x40xf32, fragment> -> f32
    %c = grid.load %n[%j, %c0] : !grid.buffer<64x2xf32, fragment> -> f32
    %d = grid.load %s[%c0] : !grid.buffer<2xf32, fragment> -> f32
    %e = arith.addf %a, %b : f32
    %f = arith.addf %c, %d : f32
    %g = arith.addf %e, %f : f32
    grid.store %g, %x[%c0, %i, %j] : f32, !grid.buffer<2x40x64xf32, fragment>
  }
}
// CHECK-LABEL: grid.kernel @stacks
// CHECK:         %x = grid.alloc {layout = [0 : i64, 1 : i64, 2 : i64]}
// CHECK-NEXT:    %m = grid.alloc {layout = [0 : i64, 1 : i64, -1 : i64]}
// CHECK-NEXT:    %n = grid.alloc {layout = [1 : i64, -1 : i64, 0 : i64]}
// CHECK-NEXT:    %s = grid.alloc {layout = [0 : i64, -1 : i64, -1 : i64]}
