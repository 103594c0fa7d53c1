// Unpackers and packer are switched where a page format changes, and only there.

// RUN: ttc-opt %s -p insert-inits --split-input-file | filecheck %s

// In straight line: float32 after bfloat16 switches source A, then initialises anew; a buffer of
// the same format as the last one needs nothing.

metal.kernel @line(%x : !metal.cb<1x1xbf16, depth=2, id=0>, %w : !metal.cb<1x1xbf16, depth=2, id=1>, %z : !metal.cb<1x1xf32, depth=2, id=2>, %y : !metal.cb<1x1xbf16, depth=2, id=3>, %v : !metal.cb<1x1xf32, depth=2, id=4>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  metal.copy_tile %x[%c0] to %c0 : !metal.cb<1x1xbf16, depth=2, id=0>
  metal.pack_tile %c0 to %y : !metal.cb<1x1xbf16, depth=2, id=3>
  metal.copy_tile %w[%c0] to %c0 : !metal.cb<1x1xbf16, depth=2, id=1>
  metal.pack_tile %c0 to %v : !metal.cb<1x1xf32, depth=2, id=4>
  metal.copy_tile %z[%c0] to %c0 : !metal.cb<1x1xf32, depth=2, id=2>
  metal.pack_tile %c0 to %v : !metal.cb<1x1xf32, depth=2, id=4>
}

// CHECK-LABEL: metal.kernel @line
// CHECK-SAME:    (%[[X:.+]]: !metal.cb<1x1xbf16, depth=2, id=0>, %[[W:.+]]: !metal.cb<1x1xbf16, depth=2, id=1>, %[[Z:.+]]: !metal.cb<1x1xf32, depth=2, id=2>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=2, id=3>, %[[V:.+]]: !metal.cb<1x1xf32, depth=2, id=4>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.compute_kernel_hw_startup %[[X]], %[[X]], %[[Y]]
// CHECK-NEXT:    metal.copy_init %[[X]]
// CHECK-NEXT:    metal.copy_tile %[[X]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:    metal.copy_tile %[[W]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.pack_reconfig_data_format %[[V]]
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[V]]
// CHECK-NEXT:    metal.reconfig_data_format_srca %[[Z]]
// CHECK-NEXT:    metal.copy_init %[[Z]]
// CHECK-NEXT:    metal.copy_tile %[[Z]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[V]]

// -----

// A loop that reloads its sum alternates between copy and product: both switch inside it, since
// each turn finds what the turn before left. The packer's format is set once.

metal.kernel @reload(%a : !metal.cb<1x1xbf16, depth=2, id=0>, %b : !metal.cb<1x1xbf16, depth=2, id=1>, %s : !metal.cb<1x1xf32, depth=2, id=2>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %k = %c0 to %count step %c1 {
    metal.copy_tile %s[%c0] to %c0 : !metal.cb<1x1xf32, depth=2, id=2>
    metal.matmul_block %a[%c0], %b[%c0] to %c0 {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64} : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xbf16, depth=2, id=1>
    metal.pack_tile %c0 to %s : !metal.cb<1x1xf32, depth=2, id=2>
  }
}

// CHECK-LABEL: metal.kernel @reload
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2, id=0>, %[[B:.+]]: !metal.cb<1x1xbf16, depth=2, id=1>, %[[S:.+]]: !metal.cb<1x1xf32, depth=2, id=2>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         metal.compute_kernel_hw_startup %[[S]], %[[S]], %[[S]]
// CHECK-NEXT:    scf.for %[[K:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.reconfig_data_format_srca %[[S]]
// CHECK-NEXT:      metal.copy_init %[[S]]
// CHECK-NEXT:      metal.copy_tile %[[S]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:      metal.reconfig_data_format %[[A]], %[[B]] {reverse}
// CHECK-NEXT:      metal.matmul_block_init %[[A]], %[[B]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.matmul_block %[[A]][%[[C0]]], %[[B]][%[[C0]]] to %[[C0]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[S]]

// -----

// An inner loop that needs one setting only gets it right before, not inside.

metal.kernel @inner(%a : !metal.cb<1x1xbf16, depth=2, id=0>, %b : !metal.cb<1x1xbf16, depth=2, id=1>, %y : !metal.cb<1x1xf32, depth=2, id=2>, %h : !metal.cb<1x1xbf16, depth=2, id=3>, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %count step %c1 {
    scf.for %k = %c0 to %c8 step %c1 {
      metal.matmul_block %a[%c0], %b[%c0] to %c0 {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64} : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xbf16, depth=2, id=1>
    }
    metal.pack_tile %c0 to %y : !metal.cb<1x1xf32, depth=2, id=2>
    metal.copy_tile %y[%c0] to %c0 : !metal.cb<1x1xf32, depth=2, id=2>
    metal.pack_tile %c0 to %h : !metal.cb<1x1xbf16, depth=2, id=3>
  }
}

// CHECK-LABEL: metal.kernel @inner
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2, id=0>, %[[B:.+]]: !metal.cb<1x1xbf16, depth=2, id=1>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2, id=2>, %[[H:.+]]: !metal.cb<1x1xbf16, depth=2, id=3>, %[[COUNT:.+]]: index)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK-DAG:     %[[C8:.+]] = arith.constant 8 : index
// CHECK:         metal.compute_kernel_hw_startup %[[A]], %[[B]], %[[Y]] {reverse}
// CHECK-NEXT:    scf.for %[[I:.+]] = %[[C0]] to %[[COUNT]] step %[[C1]] {
// CHECK-NEXT:      metal.reconfig_data_format %[[A]], %[[B]] {reverse}
// CHECK-NEXT:      metal.matmul_block_init %[[A]], %[[B]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      scf.for %[[K:.+]] = %[[C0]] to %[[C8]] step %[[C1]] {
// CHECK-NEXT:        metal.matmul_block %[[A]][%[[C0]]], %[[B]][%[[C0]]] to %[[C0]] {ct = 1 : i64, rt = 1 : i64, kt = 1 : i64}
// CHECK-NEXT:      }
// CHECK-NEXT:      metal.pack_reconfig_data_format %[[Y]]
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[Y]]
// CHECK-NEXT:      metal.reconfig_data_format_srca %[[Y]]
// CHECK-NEXT:      metal.copy_init %[[Y]]
// CHECK-NEXT:      metal.copy_tile %[[Y]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:      metal.pack_reconfig_data_format %[[H]]
// CHECK-NEXT:      metal.pack_tile %[[C0]] to %[[H]]

// -----

// FPU ops of two formats reconfigure both sources.

metal.kernel @binary(%a : !metal.cb<1x1xbf16, depth=2, id=0>, %f : !metal.cb<1x1xf32, depth=2, id=1>, %y : !metal.cb<1x1xbf16, depth=2, id=2>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  metal.binary_tiles %a[%c0], %a[%c0] to %c0 {kind = "add"} : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xbf16, depth=2, id=0>
  metal.binary_tiles %a[%c0], %a[%c0] to %c0 {kind = "mul"} : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xbf16, depth=2, id=0>
  metal.binary_tiles %a[%c0], %f[%c0] to %c0 {kind = "mul"} : !metal.cb<1x1xbf16, depth=2, id=0>, !metal.cb<1x1xf32, depth=2, id=1>
  metal.pack_tile %c0 to %y : !metal.cb<1x1xbf16, depth=2, id=2>
}

// CHECK-LABEL: metal.kernel @binary
// CHECK-SAME:    (%[[A:.+]]: !metal.cb<1x1xbf16, depth=2, id=0>, %[[F:.+]]: !metal.cb<1x1xf32, depth=2, id=1>, %[[Y:.+]]: !metal.cb<1x1xbf16, depth=2, id=2>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK:         metal.compute_kernel_hw_startup %[[A]], %[[A]], %[[Y]]
// CHECK-NEXT:    metal.binary_init %[[A]], %[[A]] {kind = "add"}
// CHECK-NEXT:    metal.binary_tiles %[[A]][%[[C0]]], %[[A]][%[[C0]]] to %[[C0]] {kind = "add"}
// CHECK-NEXT:    metal.binary_init %[[A]], %[[A]] {kind = "mul"}
// CHECK-NEXT:    metal.binary_tiles %[[A]][%[[C0]]], %[[A]][%[[C0]]] to %[[C0]] {kind = "mul"}
// CHECK-NEXT:    metal.reconfig_data_format %[[A]], %[[F]]
// CHECK-NEXT:    metal.binary_init %[[A]], %[[F]] {kind = "mul"}
// CHECK-NEXT:    metal.binary_tiles %[[A]][%[[C0]]], %[[F]][%[[C0]]] to %[[C0]] {kind = "mul"}
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]

// -----

// A buffer that is unpacked to DST and one that is not are two formats, both float32.

metal.kernel @modes(%u : !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>, %f : !metal.cb<1x1xf32, depth=2, id=1>, %y : !metal.cb<1x1xf32, depth=2, id=2>) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  metal.copy_tile %u[%c0] to %c0 : !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>
  metal.transpose_tile %f[%c0] to %c1 : !metal.cb<1x1xf32, depth=2, id=1>
  metal.pack_tile %c0 to %y : !metal.cb<1x1xf32, depth=2, id=2>
}

// CHECK-LABEL: metal.kernel @modes
// CHECK-SAME:    (%[[U:.+]]: !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>, %[[F:.+]]: !metal.cb<1x1xf32, depth=2, id=1>, %[[Y:.+]]: !metal.cb<1x1xf32, depth=2, id=2>)
// CHECK-DAG:     %[[C0:.+]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.+]] = arith.constant 1 : index
// CHECK:         metal.compute_kernel_hw_startup %[[U]], %[[U]], %[[Y]]
// CHECK-NEXT:    metal.copy_init %[[U]]
// CHECK-NEXT:    metal.copy_tile %[[U]][%[[C0]]] to %[[C0]]
// CHECK-NEXT:    metal.reconfig_data_format_srca %[[F]]
// CHECK-NEXT:    metal.transpose_init %[[F]]
// CHECK-NEXT:    metal.transpose_tile %[[F]][%[[C0]]] to %[[C1]]
// CHECK-NEXT:    metal.pack_tile %[[C0]] to %[[Y]]
