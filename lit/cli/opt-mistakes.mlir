// A mistake in the pass list is one line, with the nearest name there is.

// RUN: not ttc-opt %s -p tensorise 2>&1 | filecheck %s --check-prefix=PASS
// PASS: error: there is no pass 'tensorise'; did you mean 'tensorize'?
// PASS-NOT: {{.}}

// RUN: not ttc-opt %s -p 'canonicalize,shard-to-core{targte=blackhole}' 2>&1 | filecheck %s --check-prefix=OPTION
// OPTION: error: pass 'shard-to-core' has no option 'targte'; did you mean 'target'?
// OPTION-NOT: {{.}}

// RUN: not ttc-opt %s.missing 2>&1 | filecheck %s --check-prefix=FILE
// FILE: error: {{.*}}opt-mistakes.mlir.missing: No such file or directory
// FILE-NOT: {{.}}

builtin.module {}
