// Tensors that are read at any row lie in rows; the kernel says why.

// RUN: ttc-opt %s -p gather-rows --split-input-file | filecheck %s

// Blocks of A begin three rows before those of B, which is written and stays in tiles.

tile.kernel @shifted(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {layout_reasons = {B = "known"}} {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 4 : index} : index
  %r = arith.muli %w, %c32 : index
  %s = arith.subi %r, %c3 : index
  %a = tile.load %A[%s, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
  tile.store %a, %B[%r, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>
}

// CHECK-LABEL: tile.kernel @shifted
// CHECK-SAME:    (%A: !tile.tensor<128x64xbf16, dram_rows>, %B: !tile.tensor<128x64xbf16, dram>, %start: index)
// CHECK-SAME:    {layout_reasons = {B = "known", A = "its blocks begin at rows that are no multiples of 32: read in pieces of 128 bytes, made tiles by compute"}}
// CHECK:         %a = tile.load %A[%s, %c0] : !tile.tensor<128x64xbf16, dram_rows> -> tensor<32x64xbf16>
// CHECK-NEXT:    tile.store %a, %B[%r, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>

// -----

// A matrix before the first one: its tiles read zeros.

tile.kernel @outside(%A : !tile.tensor<5x128x64xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %w = arith.addi %start, %c0 {ttc.below = 5 : index} : index
  %b = arith.subi %w, %c1 : index
  %a = tile.load %A[%b, %c0, %c0] : !tile.tensor<5x128x64xf32, dram> -> tensor<32x64xf32>
}

// CHECK-LABEL: tile.kernel @outside(%A: !tile.tensor<5x128x64xf32, dram>

// -----

// Columns 16, 48, ... are no tiles' first ones, but 32 bytes are where a read may begin.

tile.kernel @columns(%A : !tile.tensor<64x96xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %c32 = arith.constant 32 : index
  %w = arith.addi %start, %c0 {ttc.below = 2 : index} : index
  %m = arith.muli %w, %c32 : index
  %c = arith.addi %m, %c16 : index
  %a = tile.load %A[%c0, %c] : !tile.tensor<64x96xbf16, dram> -> tensor<64x32xbf16>
}

// CHECK-LABEL: tile.kernel @columns(%A: !tile.tensor<64x96xbf16, dram_rows>
// CHECK-SAME:    A = "its blocks begin at columns that are no multiples of 32: read in pieces of 64 bytes, made tiles by compute"

// -----

// What a window sees is always gathered.

tile.kernel @window(%A : !tile.tensor<2x14x20x64xbf16, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] {window = #grid.window<3, stride 1, dilation 1, pad 1>} : !tile.tensor<2x14x20x64xbf16, dram> -> tensor<32x32xbf16>
}

// CHECK-LABEL: tile.kernel @window(%A: !tile.tensor<2x14x20x64xbf16, dram_rows>
// CHECK-SAME:    A = "a window moves over it: read in pieces of 64 bytes, made tiles by compute"

// -----

// Blocks at tiles stay in tiles, also a last one that is no whole tile; so does what no rows hold.

tile.kernel @tiles(%A : !tile.tensor<128x64xbf16, dram>, %B : !tile.tensor<120x64xbf16, dram>, %I : !tile.tensor<128x64xi32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %c96 = arith.constant 96 : index
  %r = arith.muli %start, %c32 : index
  %a = tile.load %A[%r, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<24x64xbf16>
  tile.store %a, %B[%c96, %c0] : tensor<24x64xbf16>, !tile.tensor<120x64xbf16, dram>
  %i = tile.load %I[%start, %c0] : !tile.tensor<128x64xi32, dram> -> tensor<32x64xi32>
}

// CHECK-LABEL: tile.kernel @tiles
// CHECK-NOT:     dram_rows

// -----

// Of two launches of a function one reads A in tiles, the other at any row: it lies in rows.

tile.kernel @k_0(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
}
tile.kernel @k_1(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%start, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
}

// CHECK-LABEL: tile.kernel @k_0(%A: !tile.tensor<128x64xbf16, dram_rows>
// CHECK-LABEL: tile.kernel @k_1(%A: !tile.tensor<128x64xbf16, dram_rows>

// -----

// What is written may lie in rows, too: what one launch gathers, the other one writes there.

tile.kernel @w_0(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 0 : i64} {
  %c0 = arith.constant 0 : index
  %c32 = arith.constant 32 : index
  %r = arith.muli %start, %c32 : index
  %a = tile.fill(0.0) : tensor<32x64xbf16>
  tile.store %a, %A[%r, %c0] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram>
}
tile.kernel @w_1(%A : !tile.tensor<128x64xbf16, dram>, %start : index) attributes {launch = 1 : i64} {
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%start, %c0] : !tile.tensor<128x64xbf16, dram> -> tensor<32x64xbf16>
}

// CHECK-LABEL: tile.kernel @w_0(%A: !tile.tensor<128x64xbf16, dram_rows>
// CHECK-SAME:    A = "its blocks begin at rows that are no multiples of 32: read in pieces of 128 bytes, made tiles by compute; written in pieces of 32 bytes"
// CHECK:         tile.store %{{.+}}, %A[%{{.+}}] : tensor<32x64xbf16>, !tile.tensor<128x64xbf16, dram_rows>
// CHECK-LABEL: tile.kernel @w_1(%A: !tile.tensor<128x64xbf16, dram_rows>

// -----

// So does what is written at any row, or in blocks that are no whole tiles.

tile.kernel @stored(%A : !tile.tensor<128x64xf32, dram>, %B : !tile.tensor<128x64xf32, dram>, %start : index) {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %r = arith.muli %start, %c64 : index
  %a = tile.fill(0.0) : tensor<32x64xf32>
  %b = tile.fill(0.0) : tensor<40x64xf32>
  tile.store %a, %A[%start, %c0] : tensor<32x64xf32>, !tile.tensor<128x64xf32, dram>
  tile.store %b, %B[%r, %c0] : tensor<40x64xf32>, !tile.tensor<128x64xf32, dram>
}

// CHECK-LABEL: tile.kernel @stored(%A: !tile.tensor<128x64xf32, dram_rows>, %B: !tile.tensor<128x64xf32, dram_rows>
// CHECK-SAME:    A = "its blocks begin at rows that are no multiples of 32: written in pieces of 64 bytes"
// CHECK-SAME:    B = "blocks of 40 rows of it are written, which are no whole tiles: written in pieces of 64 bytes"

// -----

// Two forms of X have the same tiles: one parameter, and a view of it. Those of Y have not; nothing
// writes it, and the host makes a copy. Z is written in one place, in rows, which are the same.

tile.kernel @forms(%X : !tile.tensor<3x64x64xbf16, dram>, %X2 : !tile.tensor<192x64xbf16, dram>, %Y : !tile.tensor<3x40x64xbf16, dram>, %Y2 : !tile.tensor<120x64xbf16, dram>, %Z : !tile.tensor<3x40x64xbf16, dram>, %Z2 : !tile.tensor<120x64xbf16, dram>, %start : index) attributes {parameters = ["X", "X_2", "Y", "Y_2", "Z", "Z_2"], forms = {X_2 = "X", Y_2 = "Y", Z_2 = "Z"}, views = {X_2 = #grid.sizes<3x64x64>, Y_2 = #grid.sizes<3x40x64>, Z_2 = #grid.sizes<3x40x64>}} {
  %c0 = arith.constant 0 : index
  %x = tile.load %X[%c0, %c0, %c0] : !tile.tensor<3x64x64xbf16, dram> -> tensor<32x64xbf16>
  %x2 = tile.load %X2[%c0, %c0] : !tile.tensor<192x64xbf16, dram> -> tensor<32x64xbf16>
  %y = tile.load %Y[%c0, %c0, %c0] : !tile.tensor<3x40x64xbf16, dram> -> tensor<32x64xbf16>
  %y2 = tile.load %Y2[%c0, %c0] : !tile.tensor<120x64xbf16, dram> -> tensor<32x64xbf16>
  tile.store %x, %Z[%c0, %c0, %c0] : tensor<32x64xbf16>, !tile.tensor<3x40x64xbf16, dram>
  %z2 = tile.load %Z2[%c0, %c0] : !tile.tensor<120x64xbf16, dram> -> tensor<32x64xbf16>
}

// CHECK-LABEL: tile.kernel @forms(
// CHECK-SAME:    %X: !tile.tensor<3x64x64xbf16, dram>, %Y: !tile.tensor<3x40x64xbf16, dram>, %Y2: !tile.tensor<120x64xbf16, dram>, %Z: !tile.tensor<3x40x64xbf16, dram_rows>, %start
// CHECK-SAME:    parameters = ["X", "Y", "Y_2", "Z"], forms = {Y_2 = "Y"}, views = {Y_2 = #grid.sizes<3x40x64>}
// CHECK-SAME:    X = "also used as 192x64, which has the same tiles"
// CHECK-DAG:     %[[X2:.+]] = tile.view %X : !tile.tensor<3x64x64xbf16, dram> to !tile.tensor<192x64xbf16, dram>
// CHECK-DAG:     %[[Z2:.+]] = tile.view %Z : !tile.tensor<3x40x64xbf16, dram_rows> to !tile.tensor<120x64xbf16, dram_rows>
// CHECK-DAG:     tile.load %[[X2]][
// CHECK-DAG:     tile.load %[[Z2]][

// -----

// Blocks over dimensions 0 and 2 are written, those over 1 and 2 are read: rows of the last one hold
// both. They are in the author's order, and what wants another one has a view.

tile.kernel @o_0(%Q : !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]>, %Q2 : !tile.tensor<128x8x64xbf16, dram>, %start : index) attributes {launch = 0 : i64, parameters = ["Q", "Q_2"], forms = {Q_2 = "Q"}} {
  %c0 = arith.constant 0 : index
  %a = tile.fill(0.0) : tensor<32x64xbf16>
  tile.store %a, %Q[%c0, %c0, %c0] : tensor<32x64xbf16>, !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]>
}
tile.kernel @o_1(%Q : !tile.tensor<8x128x64xbf16, dram, [1, 0, 2]>, %Q2 : !tile.tensor<128x8x64xbf16, dram>, %start : index) attributes {launch = 1 : i64, parameters = ["Q", "Q_2"], forms = {Q_2 = "Q"}} {
  %c0 = arith.constant 0 : index
  %b = tile.load %Q2[%c0, %c0, %c0] : !tile.tensor<128x8x64xbf16, dram> -> tensor<8x64xbf16>
}

// CHECK-LABEL: tile.kernel @o_0(%Q: !tile.tensor<128x8x64xbf16, dram_rows>, %start
// CHECK-SAME:    parameters = ["Q"]
// CHECK-SAME:    Q = "its blocks extend over dimensions 0 and 2, and over dimensions 1 and 2: read in pieces of 128 bytes, made tiles by compute; written in pieces of 32 bytes"
// CHECK:         %[[V:.+]] = tile.view %Q : !tile.tensor<128x8x64xbf16, dram_rows> to !tile.tensor<8x128x64xbf16, dram_rows, [1, 0, 2]>
// CHECK:         tile.store %{{.+}}, %[[V]][
// CHECK-LABEL: tile.kernel @o_1(%Q: !tile.tensor<128x8x64xbf16, dram_rows>, %start

// -----

// A form that nothing uses is none. Where that is the author's, it is as the one that is used.

tile.kernel @unused(%X : !tile.tensor<3x40x64xbf16, dram>, %X2 : !tile.tensor<120x64xbf16, dram>, %Y : !tile.tensor<64xbf16, dram>, %Y2 : !tile.tensor<2x32xbf16, dram>, %start : index) attributes {parameters = ["X", "X_2", "Y", "Y_2"], forms = {X_2 = "X", Y_2 = "Y"}, views = {X_2 = #grid.sizes<3x40x64>, Y_2 = #grid.sizes<64>}} {
  %c0 = arith.constant 0 : index
  %x2 = tile.load %X2[%c0, %c0] : !tile.tensor<120x64xbf16, dram> -> tensor<32x64xbf16>
  %y = tile.load %Y[%c0] : !tile.tensor<64xbf16, dram> -> tensor<1x64xbf16>
}

// CHECK-LABEL: tile.kernel @unused(%X: !tile.tensor<120x64xbf16, dram>, %Y: !tile.tensor<64xbf16, dram>, %start
// CHECK-SAME:    parameters = ["X", "Y"]
// CHECK-SAME:    views = {X = #grid.sizes<3x40x64>}
