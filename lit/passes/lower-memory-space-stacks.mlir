// Blocks of a stack stand one below the other, each in tiles of its own.

// RUN: ttc-opt %s -p lower-memory-space --split-input-file | filecheck %s

// One row fills 32 rows of a block: nothing else is in its tiles.

grid.kernel @rows(%B : !grid.buffer<2x64xf32, dram>) attributes {layouts = [[0, -1, 1]]} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %m = grid.alloc {layout = [0, -1, 1]} : !grid.buffer<2x64xf32, fragment>
  grid.copy %B[%c0, %c0] sizes <1x64> to %m[%c1, %c0] sizes <1x64> : !grid.buffer<2x64xf32, dram> to !grid.buffer<2x64xf32, fragment>
  scf.for %k = %c0 to %c2 step %c1 {
    grid.copy %m[%k, %c0] sizes <1x64> to %B[%k, %c0] sizes <1x64> : !grid.buffer<2x64xf32, fragment> to !grid.buffer<2x64xf32, dram>
  }
}
// CHECK-LABEL: tile.kernel @rows
// CHECK:         %[[C32:.+]] = arith.constant 32 : index
// CHECK:         %[[ROW:.+]] = tile.load %B[%c0, %c0, %c0] : !tile.tensor<2x1x64xf32, dram, [0, -1, 1]> -> tensor<1x64xf32>
// CHECK-NEXT:    %[[ZERO:.+]] = tile.fill(0.000000e+00) : tensor<64x64xf32>
// CHECK-NEXT:    %[[M:.+]] = tile.insert %[[ROW]], %[[ZERO]][%[[C32]], %c0] {alone} : tensor<1x64xf32>, tensor<64x64xf32>
// CHECK-NEXT:    scf.for %k = %c0 to %c2 step %c1 {
// CHECK-NEXT:      %[[AT:.+]] = arith.muli %k, %[[C32]] : index
// CHECK-NEXT:      %[[PART:.+]] = tile.extract %[[M]][%[[AT]], %c0] : tensor<64x64xf32> -> tensor<1x64xf32>
// CHECK-NEXT:      tile.store %[[PART]], %B[%k, %c0, %c0]

// -----

// Along the outer dimension blocks are folded element by element; floats are added as float32.

grid.kernel @outer(%A : !grid.buffer<2x40x64xbf16, dram>, %B : !grid.buffer<40x64xbf16, dram>) {
  %c0 = arith.constant 0 : index
  %two = arith.constant 2.0 : bf16
  %x = grid.alloc {layout = [0, 1, 2]} : !grid.buffer<2x40x64xbf16, fragment>
  %y = grid.alloc : !grid.buffer<40x64xbf16, fragment>
  grid.fill %x, %two : !grid.buffer<2x40x64xbf16, fragment>, bf16
  grid.reduce "abssum" %x, %y {dim = 0 : i64, clear} : !grid.buffer<2x40x64xbf16, fragment>, !grid.buffer<40x64xbf16, fragment>
  grid.copy %y[%c0, %c0] sizes <40x64> to %B[%c0, %c0] sizes <40x64> : !grid.buffer<40x64xbf16, fragment> to !grid.buffer<40x64xbf16, dram>
  grid.reduce "min" %x, %y {dim = 0 : i64} : !grid.buffer<2x40x64xbf16, fragment>, !grid.buffer<40x64xbf16, fragment>
  grid.copy %y[%c0, %c0] sizes <40x64> to %B[%c0, %c0] sizes <40x64> : !grid.buffer<40x64xbf16, fragment> to !grid.buffer<40x64xbf16, dram>
}
// CHECK-LABEL: tile.kernel @outer
// CHECK:         %[[C64:.+]] = arith.constant 64 : index
// CHECK:         %[[X:.+]] = tile.fill(2.000000e+00) : tensor<128x64xbf16>
// CHECK-NEXT:    %[[A:.+]] = tile.extract %[[X]][%c0, %c0] : tensor<128x64xbf16> -> tensor<40x64xbf16>
// CHECK-NEXT:    %[[B:.+]] = tile.extract %[[X]][%[[C64]], %c0] : tensor<128x64xbf16> -> tensor<40x64xbf16>
// CHECK-NEXT:    %[[A_1:.+]] = tile.unary "abs" %[[A]] : tensor<40x64xbf16>
// CHECK-NEXT:    %[[B_1:.+]] = tile.unary "abs" %[[B]] : tensor<40x64xbf16>
// CHECK-NEXT:    %[[A_2:.+]] = tile.cast %[[A_1]] : tensor<40x64xbf16> -> tensor<40x64xf32>
// CHECK-NEXT:    %[[B_2:.+]] = tile.cast %[[B_1]] : tensor<40x64xbf16> -> tensor<40x64xf32>
// CHECK-NEXT:    %[[SUM:.+]] = tile.binary "add" %[[A_2]], %[[B_2]] : tensor<40x64xf32>
// CHECK-NEXT:    %[[Y:.+]] = tile.cast %[[SUM]] : tensor<40x64xf32> -> tensor<40x64xbf16>
// CHECK:         %[[LEAST:.+]] = tile.binary "min" %{{.+}}, %{{.+}} : tensor<40x64xbf16>
// CHECK-NEXT:    tile.binary "min" %[[Y]], %[[LEAST]] : tensor<40x64xbf16>

// -----

// A running sum along it is kept after each block.

grid.kernel @running(%A : !grid.buffer<2x40x64xf32, dram>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %two = arith.constant 2.0 : f32
  %x = grid.alloc {layout = [0, 1, 2]} : !grid.buffer<2x40x64xf32, fragment>
  grid.fill %x, %two : !grid.buffer<2x40x64xf32, fragment>, f32
  grid.cumsum %x, %x {dim = 0 : i64, reverse} : !grid.buffer<2x40x64xf32, fragment>, !grid.buffer<2x40x64xf32, fragment>
  grid.copy %x[%c0, %c0, %c0] sizes <1x40x64> to %A[%c0, %c0, %c0] sizes <1x40x64> : !grid.buffer<2x40x64xf32, fragment> to !grid.buffer<2x40x64xf32, dram>
  grid.copy %x[%c1, %c0, %c0] sizes <1x40x64> to %A[%c1, %c0, %c0] sizes <1x40x64> : !grid.buffer<2x40x64xf32, fragment> to !grid.buffer<2x40x64xf32, dram>
}
// CHECK-LABEL: tile.kernel @running
// CHECK:         %[[FIRST:.+]] = tile.extract %{{.+}}[%c0, %c0] : tensor<128x64xf32> -> tensor<40x64xf32>
// CHECK-NEXT:    %[[LAST:.+]] = tile.extract %{{.+}}[%{{.+}}, %c0] : tensor<128x64xf32> -> tensor<40x64xf32>
// CHECK-NEXT:    %[[SUM:.+]] = tile.binary "add" %[[LAST]], %[[FIRST]] : tensor<40x64xf32>
// CHECK-NEXT:    tile.store %[[SUM]], %A[%c0, %c0, %c0]
// CHECK-NEXT:    tile.store %[[LAST]], %A[%c1, %c0, %c0]
