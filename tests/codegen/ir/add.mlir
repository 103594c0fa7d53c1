// 70x100 plus 70x100 in 64x64 blocks on four cores; tiles outside read zeros and are not written.

!A = !metal.cb<2x2xbf16, depth=2, id=0>
!B = !metal.cb<2x2xbf16, depth=2, id=1>
!C = !metal.cb<2x2xbf16, depth=2, id=2>
!T = !tile.tensor<70x100xbf16, dram>

host.program @add() attributes {target = "wormhole", grid = #grid.sizes<2x2>, dealing = "contiguous", order = "row", panel = 1 : i64, core_ranges = #host.core_ranges<(0, 0) to (1, 1)>, work = #host.work<(0, 0) 0 + 1, (1, 0) 1 + 1, (0, 1) 2 + 1, (1, 1) 3 + 1>, l1_available = 1392640 : i64, dram_read = 49152 : i64, dram_write = 24576 : i64} {
  %A = host.tensor "A" "in" : !T
  %B = host.tensor "B" "in" : !T
  %C = host.tensor "C" "out" : !T
  %0 = host.cb "A_shared" "reader" to "compute" : !A
  %1 = host.cb "B_shared" "reader" to "compute" : !B
  %2 = host.cb "C_shared" "compute" to "writer" : !C
  host.kernel @add_reader "reader"(%0, %1, %A, %B) work ["start", "count"] : !A, !B, !T, !T
  host.kernel @add_compute "compute"(%0, %1, %2) work ["count"] : !A, !B, !C
  host.kernel @add_writer "writer"(%2, %C) work ["start", "count"] : !C, !T
}
metal.kernel @add_reader(%A_shared : !A, %B_shared : !B, %A : !T, %B : !T, %start : index, %count : index) attributes {role = "reader"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %c2048 = arith.constant 2048 : index
  %end = arith.addi %start, %count : index
  scf.for %work = %start to %end step %c1 {
    %bx = arith.remui %work, %c2 : index
    %by = arith.divui %work, %c2 : index
    metal.cb_reserve_back %A_shared 4 : !A loc("add.py":10:8)
    %A_shared_l1 = metal.get_write_ptr %A_shared : !A loc("add.py":10:8)
    metal.cb_reserve_back %B_shared 4 : !B loc("add.py":11:8)
    %B_shared_l1 = metal.get_write_ptr %B_shared : !B loc("add.py":11:8)
    scf.for %i = %c0 to %c2 step %c1 {
      scf.for %j = %c0 to %c2 step %c1 {
        %0 = arith.muli %by, %c2 : index
        %1 = arith.addi %0, %i : index
        %2 = arith.muli %bx, %c2 : index
        %3 = arith.addi %2, %j : index
        %4 = arith.cmpi ult, %1, %c3 : index
        %5 = arith.cmpi ult, %3, %c4 : index
        %inside = arith.andi %4, %5 : i1
        %6 = arith.muli %i, %c2 : index
        %7 = arith.addi %6, %j : index
        %8 = arith.muli %7, %c2048 : index
        %9 = arith.muli %1, %c4 : index
        %page = arith.addi %9, %3 : index
        %10 = arith.addi %A_shared_l1, %8 : index
        %11 = arith.addi %B_shared_l1, %8 : index
        scf.if %inside {
          metal.noc_async_read_page %page of %A, %10 : !T
          metal.noc_async_read_page %page of %B, %11 : !T
        } else {
          metal.read_zeros %10 2048
          metal.read_zeros %11 2048
        }
      }
    }
    metal.noc_async_read_barrier
    metal.cb_push_back %A_shared 4 : !A
    metal.cb_push_back %B_shared 4 : !B
  }
}
metal.kernel @add_compute(%A_shared : !A, %B_shared : !B, %C_shared : !C, %count : index) attributes {role = "compute"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  metal.compute_kernel_hw_startup %A_shared, %B_shared, %C_shared : !A, !B, !C
  metal.binary_init %A_shared, %B_shared {kind = "add"} : !A, !B
  scf.for %work = %c0 to %count step %c1 {
    metal.cb_wait_front %A_shared 4 : !A
    metal.cb_wait_front %B_shared 4 : !B
    metal.tile_regs_acquire
    scf.for %t = %c0 to %c4 step %c1 {
      metal.binary_tiles %A_shared[%t], %B_shared[%t] to %t {kind = "add"} : !A, !B
    }
    metal.tile_regs_commit
    metal.cb_pop_front %A_shared 4 : !A
    metal.cb_pop_front %B_shared 4 : !B
    metal.cb_reserve_back %C_shared 4 : !C
    metal.tile_regs_wait
    scf.for %t = %c0 to %c4 step %c1 {
      metal.pack_tile %t to %C_shared : !C
    }
    metal.tile_regs_release
    metal.cb_push_back %C_shared 4 : !C
  }
}
metal.kernel @add_writer(%C_shared : !C, %C : !T, %start : index, %count : index) attributes {role = "writer"} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %c2048 = arith.constant 2048 : index
  %end = arith.addi %start, %count : index
  scf.for %work = %start to %end step %c1 {
    %bx = arith.remui %work, %c2 : index
    %by = arith.divui %work, %c2 : index
    metal.cb_wait_front %C_shared 4 : !C
    %C_shared_l1 = metal.get_read_ptr %C_shared : !C
    scf.for %i = %c0 to %c2 step %c1 {
      scf.for %j = %c0 to %c2 step %c1 {
        %0 = arith.muli %by, %c2 : index
        %row = arith.addi %0, %i : index
        %2 = arith.muli %bx, %c2 : index
        %col = arith.addi %2, %j : index
        %4 = arith.cmpi ult, %row, %c3 : index
        %5 = arith.cmpi ult, %col, %c4 : index
        %inside = arith.andi %4, %5 : i1
        scf.if %inside {
          %6 = arith.muli %i, %c2 : index
          %7 = arith.addi %6, %j : index
          %8 = arith.muli %7, %c2048 : index
          %9 = arith.muli %row, %c4 : index
          %10 = arith.addi %9, %col : index
          %11 = arith.addi %C_shared_l1, %8 : index
          metal.noc_async_write_page %10 of %C, %11 : !T
        }
      }
    }
    metal.noc_async_writes_flushed
    metal.cb_pop_front %C_shared 4 : !C
  }
  metal.noc_async_write_barrier
}
