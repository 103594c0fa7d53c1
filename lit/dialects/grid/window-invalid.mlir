// What a window may not be, and what it may not look at.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

%img, %col, %i = "test.op"() : () -> (!grid.buffer<14x20x64xbf16, global>, !grid.buffer<64x32xbf16, shared>, index)
grid.im2col %img[%i, %i] through <3, stride 1, dilation 1, pad 1> to %col : !grid.buffer<14x20x64xbf16, global> to !grid.buffer<64x32xbf16, shared>
// CHECK: 'grid.im2col': the image is a tensor (batch, row, column, channel)

// -----

%img, %col, %i = "test.op"() : () -> (!grid.buffer<2x14x20x64xbf16, global>, !grid.buffer<64xbf16, shared>, index)
grid.im2col %img[%i, %i] through <3, stride 1, dilation 1, pad 1> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64xbf16, shared>
// CHECK: 'grid.im2col': the block has a row for each place of the window

// -----

%img, %col, %i = "test.op"() : () -> (!grid.buffer<2x14x20x64xbf16, global>, !grid.buffer<64x32xf32, shared>, index)
grid.im2col %img[%i, %i] through <3, stride 1, dilation 1, pad 1> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64x32xf32, shared>
// CHECK: 'grid.im2col': both have the same element type

// -----

%img, %col, %i = "test.op"() : () -> (!grid.buffer<2x14x20x64xbf16, global>, !grid.buffer<64x32xbf16, shared>, index)
grid.im2col %img[%i, %i] through <3, stride 0, dilation 1, pad 1> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64x32xbf16, shared>
// CHECK: 'grid.im2col': kernel, stride and dilation are at least 1, pad is not negative

// -----

%img, %col, %i = "test.op"() : () -> (!grid.buffer<2x14x20x64xbf16, global>, !grid.buffer<64x32xbf16, shared>, index)
grid.im2col %img[%i, %i] through <5, stride 1, dilation 4, pad 0> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64x32xbf16, shared>
// CHECK: 'grid.im2col': no place for the window in 14x20 pixels
