// RUN: ttc-opt %s | ttc-opt | filecheck %s

// Operations on whole buffers and regions of them.

grid.kernel @blocks(%A: !grid.buffer<2x64x64xbf16, global>) {
  grid.launch (%b) in (2) {
    %c0 = arith.constant 0 : index
    %zero = arith.constant 0.000000e+00 : f32
    %a = grid.alloc : !grid.buffer<32x64xbf16, shared>
    %bt = grid.alloc : !grid.buffer<16x64xbf16, shared>
    %c = grid.alloc : !grid.buffer<32x16xf32, fragment>
    grid.copy %A[%b, %c0, %c0] sizes <1x32x64> to %a[%c0, %c0] sizes <32x64> : !grid.buffer<2x64x64xbf16, global> to !grid.buffer<32x64xbf16, shared>
    grid.fill %c, %zero : !grid.buffer<32x16xf32, fragment>, f32
    grid.gemm %a, %bt, %c {transpose_b} : !grid.buffer<32x64xbf16, shared>, !grid.buffer<16x64xbf16, shared>, !grid.buffer<32x16xf32, fragment>
    %at = grid.alloc : !grid.buffer<64x32xbf16, shared>
    grid.gemm %at, %bt, %c {transpose_a, transpose_b, clear_accum} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<16x64xbf16, shared>, !grid.buffer<32x16xf32, fragment>
  }
}

//      CHECK: %a = grid.alloc : !grid.buffer<32x64xbf16, shared>
//      CHECK: grid.copy %A[%b, %c0, %c0] sizes <1x32x64> to %a[%c0, %c0] sizes <32x64> : !grid.buffer<2x64x64xbf16, global> to !grid.buffer<32x64xbf16, shared>
// CHECK-NEXT: grid.fill %c, %zero : !grid.buffer<32x16xf32, fragment>, f32
// CHECK-NEXT: grid.gemm %a, %bt, %c {transpose_b} : !grid.buffer<32x64xbf16, shared>, !grid.buffer<16x64xbf16, shared>, !grid.buffer<32x16xf32, fragment>
//      CHECK: grid.gemm %at, %bt, %c {transpose_a, transpose_b, clear_accum} : !grid.buffer<64x32xbf16, shared>, !grid.buffer<16x64xbf16, shared>, !grid.buffer<32x16xf32, fragment>
