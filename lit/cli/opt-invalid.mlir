// Text that is no IR has its place and its line, and nothing else is printed.

// RUN: cd %S && not ttc-opt opt-invalid.mlir 2>&1 | filecheck opt-invalid.mlir --strict-whitespace

func.func @f( {

// CHECK: error: Expected argument or type
// CHECK-NEXT: --> opt-invalid.mlir:5:15
// CHECK-NEXT: |
// CHECK-NEXT: 5 | func.func @f( {
// CHECK-NEXT: |               ^{{$}}
// CHECK-NOT: {{.}}
