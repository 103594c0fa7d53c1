// The order and the types of a kernel's arguments, and its role, are fixed.

// RUN: ttc-opt %s --split-input-file --verify-diagnostics | filecheck %s

metal.kernel @k(%n : index, %cb : !metal.cb<2x2xbf16, depth=1>) attributes {role = "reader"} {}
// CHECK: 'metal.kernel': circular buffers come first, then tensors, then numbers

// -----

metal.kernel @k(%x : f64) attributes {role = "reader"} {}
// CHECK: 'metal.kernel': a kernel takes no argument of type f64

// -----

metal.kernel @k() attributes {role = "fetcher"} {}
// CHECK: 'metal.kernel': role is one of reader, compute, writer
