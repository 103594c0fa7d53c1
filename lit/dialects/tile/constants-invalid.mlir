// A constant tile is one tile, of a kind that something needs.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

tile.kernel @k() {
  %s = tile.scaler "sum" 1 : !tile.block<2x1xf32>
}
// CHECK: 'tile.scaler': a constant tile is one tile

// -----

tile.kernel @k() {
  %s = tile.scaler "min" 1 : !tile.block<1x1xf32>
}
// CHECK: 'tile.scaler': 'min' is not one of sum, max

// -----

tile.kernel @k() {
  %s = tile.numbers <1, 1> : !tile.block<1x1xbf16>
}
// CHECK: 'tile.numbers': numbers of places are float32

// -----

tile.kernel @k() {
  %s = tile.numbers <1> : !tile.block<1x1xf32>
}
// CHECK: 'tile.numbers': one coefficient for the row, one for the column
