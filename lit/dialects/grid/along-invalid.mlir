// What a reduction, a running sum and a reshape may not be.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

%x, %r = "test.op"() : () -> (!grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>)
grid.reduce "prod" %x, %r {dim = 1 : i64} : !grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>
// CHECK: 'grid.reduce': the kind is one of sum, max, min, abssum, absmax

// -----

%x, %r = "test.op"() : () -> (!grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>)
grid.reduce "sum" %x, %r {dim = 0 : i64} : !grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>
// CHECK: 'grid.reduce': dimension 0 of (64, 32) leaves no (64,)

// -----

%x, %r = "test.op"() : () -> (!grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>)
grid.reduce "sum" %x, %r {dim = 2 : i64} : !grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>
// CHECK: 'grid.reduce': dimension 2 of a block of 2

// -----

%x, %r = "test.op"() : () -> (!grid.buffer<64x32xf32, global>, !grid.buffer<64xf32, fragment>)
grid.reduce "sum" %x, %r {dim = 1 : i64} : !grid.buffer<64x32xf32, global>, !grid.buffer<64xf32, fragment>
// CHECK: 'grid.reduce': both are blocks of shared or fragment memory

// -----

%x, %r = "test.op"() : () -> (!grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>)
grid.cumsum %x, %r {dim = 1 : i64} : !grid.buffer<64x32xf32, shared>, !grid.buffer<64xf32, fragment>
// CHECK: 'grid.cumsum': both have one shape

// -----

%x = "test.op"() : () -> !grid.buffer<64x32xf32, shared>
%y = grid.reshape %x : !grid.buffer<64x32xf32, shared> to !grid.buffer<64x16xf32, shared>
// CHECK: 'grid.reshape': 2048 elements under a shape of 1024

// -----

%x = "test.op"() : () -> !grid.buffer<64x32xf32, shared>
%y = grid.reshape %x : !grid.buffer<64x32xf32, shared> to !grid.buffer<2048xi32, shared>
// CHECK: 'grid.reshape': both have the same element type and scope
