// Arithmetic is written where it is used, with the parentheses it needs; a name makes a constant.
// What may be negative is compared, divided and clamped as int32_t.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

metal.kernel @e(%T : !tile.tensor<32x32xbf16, dram>, %a : index, %b : index, %c : index)
    attributes {role = "reader"} {
  %one = arith.constant 1 : index
  %minus = arith.constant -2 : index
  %yes = arith.constant true
  %0 = arith.addi %a, %b : index
  %1 = arith.muli %0, %c : index
  %2 = arith.subi %a, %b : index
  %3 = arith.subi %c, %2 : index
  metal.noc_async_read_page %1 of %T, %3 : !tile.tensor<32x32xbf16, dram>
  %4 = arith.divui %1, %b : index
  %5 = arith.remui %a, %4 : index
  %6 = arith.addi %a, %2 : index
  metal.noc_async_read_page %5 of %T, %6 : !tile.tensor<32x32xbf16, dram>
  %7 = arith.addi %a, %minus : index
  %8 = arith.subi %7, %minus : index
  %9 = arith.ceildivui %a, %c : index
  metal.noc_async_read_page %8 of %T, %9 : !tile.tensor<32x32xbf16, dram>
  %10 = arith.minui %0, %one : index
  %11 = arith.maxsi %10, %b : index
  %12 = arith.shli %0, %one : index
  metal.noc_async_read_page %11 of %T, %12 : !tile.tensor<32x32xbf16, dram>
  %less = arith.cmpi slt, %0, %c : index
  %13 = arith.cmpi uge, %a, %b : index
  %14 = arith.ori %less, %13 : i1
  %15 = arith.andi %14, %less : i1
  %16 = arith.xori %15, %yes : i1
  %17 = arith.select %16, %a, %0 : index
  %18 = arith.muli %17, %c : index
  metal.noc_async_read_page %17 of %T, %18 : !tile.tensor<32x32xbf16, dram>
  metal.noc_async_read_barrier
  %19 = arith.maxsi %7, %one : index
  %20 = arith.floordivsi %2, %c : index
  metal.noc_async_read_page %19 of %T, %20 : !tile.tensor<32x32xbf16, dram>
  %21 = arith.cmpi sge, %7, %one : index
  scf.for %k = %one to %2 step %one {
    scf.if %21 {
      metal.noc_async_read_page %k of %T, %k : !tile.tensor<32x32xbf16, dram>
    }
  }
}
//      CHECK:inline uint32_t floor_div(int32_t a, int32_t b) {
//      CHECK:    noc_async_read_page((a + b) * c, T, c - (a - b));
// CHECK-NEXT:    noc_async_read_page(a % ((a + b) * c / b), T, a + a - b);
// CHECK-NEXT:    noc_async_read_page(a - 2 + 2, T, (a + c - 1) / c);
// CHECK-NEXT:    noc_async_read_page((a + b < 1 ? a + b : 1) > b ? (a + b < 1 ? a + b : 1) : b, T, (a + b) << 1);
// CHECK-NEXT:    const bool less = a + b < c;
// CHECK-NEXT:    noc_async_read_page(
// CHECK-NEXT:        !((less || a >= b) && less) ? a : a + b, T, (!((less || a >= b) && less) ? a : a + b) * c);
// CHECK-NEXT:    noc_async_read_barrier();
// CHECK-NEXT:    noc_async_read_page(int32_t(a - 2) > 1 ? a - 2 : 1, T, floor_div(a - b, c));
// CHECK-NEXT:    for (int32_t k = 1; k < int32_t(a - b); ++k) {
// CHECK-NEXT:        if (int32_t(a - 2) >= 1) {
// CHECK-NEXT:            noc_async_read_page(k, T, k);
