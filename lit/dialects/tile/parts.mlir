// Parts of blocks, in elements before pad-tiles and in tiles afterwards.

// RUN: ttc-opt %s | ttc-opt | filecheck %s

tile.kernel @parts(%a : tensor<64x70xbf16>, %t : !tile.block<4x2xf32>, %r : index, %c : index) {
  %0 = tile.extract %a[%r, %c] : tensor<64x70xbf16> -> tensor<32x6xbf16>
  %1 = tile.insert %0, %a[%c, %r] : tensor<32x6xbf16>, tensor<64x70xbf16>
  %2 = tile.extract %t[%r, %c] : !tile.block<4x2xf32> -> !tile.block<1x2xf32>
  %3 = tile.insert %2, %t[%r, %c] : !tile.block<1x2xf32>, !tile.block<4x2xf32>
}
// CHECK:      tile.kernel @parts(
// CHECK-NEXT:   %0 = tile.extract %a[%r, %c] : [[A:tensor<64x70xbf16>]] -> [[P:tensor<32x6xbf16>]]
// CHECK-NEXT:   %1 = tile.insert %0, %a[%c, %r] : [[P]], [[A]]
// CHECK-NEXT:   %2 = tile.extract %t[%r, %c] : [[T:!tile.block<4x2xf32>]] -> [[Q:!tile.block<1x2xf32>]]
// CHECK-NEXT:   %3 = tile.insert %2, %t[%r, %c] : [[Q]], [[T]]
