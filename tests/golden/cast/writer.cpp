// writer of cast, emitted by ttc: circular buffers -> DRAM
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t Half_addr = get_arg_val<uint32_t>(0);
    const uint32_t Block_addr = get_arg_val<uint32_t>(1);
    const uint32_t Whole_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_block = get_compile_time_arg_val(0);
    constexpr uint32_t cb_half = get_compile_time_arg_val(1);
    constexpr uint32_t cb_whole = get_compile_time_arg_val(2);
    constexpr auto Half_args = TensorAccessorArgs<3>();
    constexpr auto Block_args = TensorAccessorArgs<Half_args.next_compile_time_args_offset()>();
    constexpr auto Whole_args = TensorAccessorArgs<Block_args.next_compile_time_args_offset()>();
    const auto Half = TensorAccessor(Half_args, Half_addr);
    const auto Block = TensorAccessor(Block_args, Block_addr);
    const auto Whole = TensorAccessor(Whole_args, Whole_addr);
    // cast.py:24  with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        const uint32_t by = work / 4;
        // cast.py:35  T.copy(half, Half[by * BM, bx * BN])
        cb_wait_front(cb_half, 2);
        const uint32_t half_l1 = get_read_ptr(cb_half);
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_write_page(by * 8 + bx * 2 + c, Half, half_l1 + c * 2048);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_half, 2);
        // cast.py:36  T.copy(block, Block[by * BM, bx * BN])
        cb_wait_front(cb_block, 2);
        const uint32_t block_l1 = get_read_ptr(cb_block);
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_write_page(by * 8 + bx * 2 + c, Block, block_l1 + c * 1088);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_block, 2);
        // cast.py:37  T.copy(whole, Whole[by * BM, bx * BN])
        cb_wait_front(cb_whole, 2);
        const uint32_t whole_l1 = get_read_ptr(cb_whole);
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_write_page(by * 8 + bx * 2 + c, Whole, whole_l1 + c * 4096);
        }
        noc_async_writes_flushed();
        cb_pop_front(cb_whole, 2);
    }
    // cast.py:18  def cast(
    noc_async_write_barrier();
}
