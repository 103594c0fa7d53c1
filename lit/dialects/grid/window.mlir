// RUN: ttc-opt %s | ttc-opt | filecheck %s

// What a window sees of an image, as a block.

%img, %col, %place, %element = "test.op"() : () -> (!grid.buffer<2x14x20x64xbf16, global>, !grid.buffer<64x32xbf16, shared>, index, index)
grid.im2col %img[%place, %element] through <3, stride 2, dilation 1, pad 1> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64x32xbf16, shared>

// CHECK: grid.im2col %img[%place, %element] through <3, stride 2, dilation 1, pad 1> to %col : !grid.buffer<2x14x20x64xbf16, global> to !grid.buffer<64x32xbf16, shared>
