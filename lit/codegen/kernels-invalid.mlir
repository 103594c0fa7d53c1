// An op without C++ is refused at its place, and so is a function that the SDK does not have.

// RUN: not ttc-opt %s -t metalium 2>&1 | filecheck %s

metal.kernel @k(%a : index) attributes {role = "compute"} {
  metal.sfpu_unary "frobnicate_tile" %a loc("k.py":3:5)
}
// CHECK:      error: the SDK has no SFPU function 'frobnicate_tile'
// CHECK-NEXT:   --> k.py:3:5
