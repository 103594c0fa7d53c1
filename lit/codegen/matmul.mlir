// A matmul whose block accumulates in L1: the headers are those of the calls that are made.

// RUN: ttc-opt %s -t metalium | filecheck %s --strict-whitespace --match-full-lines

!A = !metal.cb<2x1xbf16, depth=2, id=0>
!C = !metal.cb<2x2xf32, depth=1, id=2, unpack_to_dest>

metal.kernel @gemm(%A : !A, %B : !A, %C : !C, %steps : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  metal.compute_kernel_hw_startup %A, %B, %C {reverse} : !A, !A, !C
  metal.matmul_block_init %A, %B {transpose, ct = 1 : i64, rt = 2 : i64, kt = 1 : i64} : !A, !A
  metal.cb_reserve_back %C 4 : !C
  scf.for %k = %c0 to %steps step %c1 {
    metal.tile_regs_acquire
    metal.matmul_block %A[%c0], %B[%k] to %c0 {transpose, ct = 1 : i64, rt = 2 : i64, kt = 1 : i64} : !A, !A
    metal.tile_regs_commit
    metal.tile_regs_wait
    %0 = arith.cmpi ne, %k, %c0 : index
    metal.pack_reconfig_l1_acc %0 : i1
    scf.for %1 = %c0 to %c2 step %c2 {
      metal.pack_tile_at %1 to %C[%1] : !C
    }
    metal.tile_regs_release
  }
  metal.pack_reconfig_l1_acc %c0 : index
  metal.reconfig_data_format_srca %C : !C
  metal.copy_init %C : !C
  metal.copy_tile %C[%c1] to %c0 : !C
}
//      CHECK:#include <cstdint>
// CHECK-NEXT:#include "api/compute/common.h"
// CHECK-NEXT:#include "api/compute/matmul.h"
// CHECK-NEXT:#include "api/compute/tile_move_copy.h"
//      CHECK:    const uint32_t steps = get_arg_val<uint32_t>(0);
// CHECK-NEXT:    constexpr uint32_t cb_A = get_compile_time_arg_val(0);
// CHECK-NEXT:    constexpr uint32_t cb_B = get_compile_time_arg_val(1);
// CHECK-NEXT:    constexpr uint32_t cb_C = get_compile_time_arg_val(2);
// CHECK-NEXT:    compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A, cb_B, cb_C);
// CHECK-NEXT:    matmul_block_init(cb_A, cb_B, 1, 1, 2, 1);
// CHECK-NEXT:    cb_reserve_back(cb_C, 4);
// CHECK-NEXT:    for (uint32_t k = 0; k < steps; ++k) {
// CHECK-NEXT:        tile_regs_acquire();
// CHECK-NEXT:        matmul_block(cb_A, cb_B, 0, k, 0, 1, 1, 2, 1);
// CHECK-NEXT:        tile_regs_commit();
// CHECK-NEXT:        tile_regs_wait();
// CHECK-NEXT:        pack_reconfig_l1_acc(k != 0);
// CHECK-NEXT:        for (uint32_t i = 0; i < 2; i += 2) {
// CHECK-NEXT:            pack_tile<true>(i, cb_C, i);
// CHECK-NEXT:        }
// CHECK-NEXT:        tile_regs_release();
// CHECK-NEXT:    }
// CHECK-NEXT:    pack_reconfig_l1_acc(0);
// CHECK-NEXT:    reconfig_data_format_srca(cb_C);
// CHECK-NEXT:    copy_init(cb_C);
// CHECK-NEXT:    copy_tile(cb_C, 1, 0);
// CHECK-NEXT:}
