// 128x96 times 96x64 on two cores; C_local accumulates over k in L1.

!A = !metal.cb<2x1xbf16, depth=2, id=0>
!B = !metal.cb<1x2xbf16, depth=2, id=1>
!C = !metal.cb<2x2xbf16, depth=1, id=2>
!L = !metal.cb<2x2xf32, depth=1, id=3, unpack_to_dest>
!TA = !tile.tensor<128x96xbf16, dram>
!TB = !tile.tensor<96x64xbf16, dram>
!TC = !tile.tensor<128x64xbf16, dram>

host.program @gemm() attributes {target = "wormhole", grid = #grid.sizes<1x2>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1>, l1_available = 1392640 : i64, dram_read = 49152 : i64, dram_write = 16384 : i64, fp32_dest, notes = ["C_local accumulates in L1"]} {
  %A = host.tensor "A" "in" : !TA
  %B = host.tensor "B" "in" : !TB
  %C = host.tensor "C" "out" : !TC
  %0 = host.cb "A_shared" "reader" to "compute" : !A loc("gemm.py":14:8)
  %1 = host.cb "B_shared" "reader" to "compute" : !B loc("gemm.py":15:8)
  %2 = host.cb "C_shared" "compute" to "writer" : !C loc("gemm.py":16:8)
  %3 = host.cb "C_local" "compute" to "compute" : !L loc("gemm.py":17:8)
  host.kernel @gemm_reader "reader"(%0, %1, %A, %B) work ["start", "count"] : !A, !B, !TA, !TB
  host.kernel @gemm_compute "compute"(%0, %1, %2, %3) work ["count"] : !A, !B, !C, !L
  host.kernel @gemm_writer "writer"(%2, %C) work ["start", "count"] : !C, !TC
} loc("gemm.py":6:0)
metal.kernel @gemm_reader(%A_shared : !A, %B_shared : !B, %A : !TA, %B : !TB, %start : index, %count : index) attributes {role = "reader"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c2048 = arith.constant 2048 : index
  %0 = arith.addi %start, %count : index
  scf.for %by = %start to %0 step %c1 {
    scf.for %k = %c0 to %c3 step %c1 {
      metal.cb_reserve_back %A_shared 2 : !A loc("gemm.py":20:12)
      %A_shared_l1 = metal.get_write_ptr %A_shared : !A loc("gemm.py":20:12)
      scf.for %i = %c0 to %c2 step %c1 {
        %1 = arith.muli %by, %c2 : index
        %2 = arith.addi %1, %i : index
        %3 = arith.muli %2, %c3 : index
        %4 = arith.addi %3, %k : index
        %5 = arith.muli %i, %c2048 : index
        %6 = arith.addi %A_shared_l1, %5 : index
        metal.noc_async_read_page %4 of %A, %6 : !TA loc("gemm.py":20:12)
      } loc("gemm.py":20:12)
      metal.cb_reserve_back %B_shared 2 : !B loc("gemm.py":21:12)
      %B_shared_l1 = metal.get_write_ptr %B_shared : !B loc("gemm.py":21:12)
      scf.for %j = %c0 to %c2 step %c1 {
        %7 = arith.muli %k, %c2 : index
        %8 = arith.addi %7, %j : index
        %9 = arith.muli %j, %c2048 : index
        %10 = arith.addi %B_shared_l1, %9 : index
        metal.noc_async_read_page %8 of %B, %10 : !TB loc("gemm.py":21:12)
      } loc("gemm.py":21:12)
      metal.noc_async_read_barrier loc("gemm.py":21:12)
      metal.cb_push_back %A_shared 2 : !A loc("gemm.py":20:12)
      metal.cb_push_back %B_shared 2 : !B loc("gemm.py":21:12)
    } loc("gemm.py":19:8)
  } loc("gemm.py":12:4)
} loc("gemm.py":6:0)
metal.kernel @gemm_compute(%A_shared : !A, %B_shared : !B, %C_shared : !C, %C_local : !L, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  metal.compute_kernel_hw_startup %A_shared, %B_shared, %C_local {reverse} : !A, !B, !L
  scf.for %work = %c0 to %count step %c1 {
    metal.reconfig_data_format %A_shared, %B_shared {reverse} : !A, !B loc("gemm.py":22:12)
    metal.pack_reconfig_data_format %C_local : !L loc("gemm.py":22:12)
    metal.matmul_block_init %A_shared, %B_shared {ct = 2 : i64, rt = 2 : i64, kt = 1 : i64} : !A, !B loc("gemm.py":22:12)
    metal.cb_reserve_back %C_local 4 : !L loc("gemm.py":22:12)
    scf.for %k = %c0 to %c3 step %c1 {
      metal.cb_wait_front %A_shared 2 : !A loc("gemm.py":22:12)
      metal.cb_wait_front %B_shared 2 : !B loc("gemm.py":22:12)
      metal.tile_regs_acquire loc("gemm.py":22:12)
      metal.matmul_block %A_shared[%c0], %B_shared[%c0] to %c0 {ct = 2 : i64, rt = 2 : i64, kt = 1 : i64} : !A, !B loc("gemm.py":22:12)
      metal.tile_regs_commit loc("gemm.py":22:12)
      metal.cb_pop_front %A_shared 2 : !A loc("gemm.py":22:12)
      metal.cb_pop_front %B_shared 2 : !B loc("gemm.py":22:12)
      metal.tile_regs_wait loc("gemm.py":22:12)
      %acc = arith.cmpi ne, %k, %c0 : index loc("gemm.py":22:12)
      metal.pack_reconfig_l1_acc %acc : i1 loc("gemm.py":22:12)
      scf.for %t = %c0 to %c4 step %c1 {
        metal.pack_tile_at %t to %C_local[%t] : !L loc("gemm.py":22:12)
      } loc("gemm.py":22:12)
      metal.tile_regs_release loc("gemm.py":22:12)
    } loc("gemm.py":19:8)
    metal.pack_reconfig_l1_acc %c0 : index loc("gemm.py":22:12)
    metal.cb_push_back %C_local 4 : !L loc("gemm.py":22:12)
    metal.cb_wait_front %C_local 4 : !L loc("gemm.py":23:8)
    metal.reconfig_data_format_srca %C_local : !L loc("gemm.py":23:8)
    metal.copy_init %C_local : !L loc("gemm.py":23:8)
    metal.pack_reconfig_data_format %C_shared : !C loc("gemm.py":23:8)
    metal.cb_reserve_back %C_shared 4 : !C loc("gemm.py":23:8)
    metal.tile_regs_acquire loc("gemm.py":23:8)
    scf.for %t = %c0 to %c4 step %c1 {
      metal.copy_tile %C_local[%t] to %t : !L loc("gemm.py":23:8)
    } loc("gemm.py":23:8)
    metal.tile_regs_commit loc("gemm.py":23:8)
    metal.cb_pop_front %C_local 4 : !L loc("gemm.py":23:8)
    metal.tile_regs_wait loc("gemm.py":23:8)
    scf.for %t = %c0 to %c4 step %c1 {
      metal.pack_tile %t to %C_shared : !C loc("gemm.py":23:8)
    } loc("gemm.py":23:8)
    metal.tile_regs_release loc("gemm.py":23:8)
    metal.cb_push_back %C_shared 4 : !C loc("gemm.py":23:8)
  } loc("gemm.py":12:4)
} loc("gemm.py":6:0)
metal.kernel @gemm_writer(%C_shared : !C, %C : !TC, %start : index, %count : index) attributes {role = "writer"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c2048 = arith.constant 2048 : index
  %0 = arith.addi %start, %count : index
  scf.for %by = %start to %0 step %c1 {
    metal.cb_wait_front %C_shared 4 : !C loc("gemm.py":24:8)
    %C_shared_l1 = metal.get_read_ptr %C_shared : !C loc("gemm.py":24:8)
    scf.for %i = %c0 to %c2 step %c1 {
      scf.for %j = %c0 to %c2 step %c1 {
        %1 = arith.muli %by, %c2 : index
        %2 = arith.addi %1, %i : index
        %3 = arith.muli %2, %c2 : index
        %4 = arith.addi %3, %j : index
        %5 = arith.muli %i, %c2 : index
        %6 = arith.addi %5, %j : index
        %7 = arith.muli %6, %c2048 : index
        %8 = arith.addi %C_shared_l1, %7 : index
        metal.noc_async_write_page %4 of %C, %8 : !TC loc("gemm.py":24:8)
      } loc("gemm.py":24:8)
    } loc("gemm.py":24:8)
    metal.noc_async_writes_flushed loc("gemm.py":24:8)
    metal.cb_pop_front %C_shared 4 : !C loc("gemm.py":24:8)
  } loc("gemm.py":12:4)
  metal.noc_async_write_barrier loc("gemm.py":24:8)
} loc("gemm.py":6:0)
