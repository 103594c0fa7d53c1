// What an allocation, a copy, a fill and a product may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

%a = grid.alloc : !grid.buffer<32x32xf32, global>
// CHECK: 'grid.alloc': a block allocates shared or fragment buffers

// -----

%c0 = arith.constant 0 : index
%a, %b = "test.op"() : () -> (!grid.buffer<64x64xf32, global>, !grid.buffer<32x32xf32, shared>)
grid.copy %a[%c0] sizes <32x32> to %b[%c0, %c0] sizes <32x32> : !grid.buffer<64x64xf32, global> to !grid.buffer<32x32xf32, shared>
// CHECK: 'grid.copy': src has rank 2: one offset and size for each

// -----

%c0 = arith.constant 0 : index
%a, %b = "test.op"() : () -> (!grid.buffer<64x64xf32, global>, !grid.buffer<32x32xf32, shared>)
grid.copy %a[%c0, %c0] sizes <32x16> to %b[%c0, %c0] sizes <32x32> : !grid.buffer<64x64xf32, global> to !grid.buffer<32x32xf32, shared>
// CHECK: 'grid.copy': copies (32, 16) elements into (32, 32) elements

// -----

%a, %v = "test.op"() : () -> (!grid.buffer<32x32xbf16, shared>, f32)
grid.fill %a, %v : !grid.buffer<32x32xbf16, shared>, f32
// CHECK: 'grid.fill': the value has the buffer's element type

// -----

%a, %b, %c = "test.op"() : () -> (!grid.buffer<32x64xf32, shared>, !grid.buffer<32x16xf32, shared>, !grid.buffer<32x16xf32, fragment>)
grid.gemm %a, %b, %c : !grid.buffer<32x64xf32, shared>, !grid.buffer<32x16xf32, shared>, !grid.buffer<32x16xf32, fragment>
// CHECK: 'grid.gemm': 32x64 times 32x16 into 32x16

// -----

%a, %c = "test.op"() : () -> (!grid.buffer<32xf32, shared>, !grid.buffer<32x32xf32, fragment>)
grid.gemm %a, %a, %c : !grid.buffer<32xf32, shared>, !grid.buffer<32xf32, shared>, !grid.buffer<32x32xf32, fragment>
// CHECK: 'grid.gemm': a, b and c have two dimensions
