// xDSL's own driver finds ttc's dialects and passes once ttc is installed.

// RUN: xdsl-opt %s -p grid-to-persistent --split-input-file | filecheck %s
// RUN: xdsl-opt --help | filecheck %s --check-prefix=HELP

// HELP: tensorize

builtin.module {}

// CHECK: builtin.module {
// CHECK-NEXT: }
