// reader of conv2d, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

// Fills `bytes` of L1 with the firmware's zeros; they are there after the next read barrier.
inline void read_zeros(uint32_t l1, uint32_t bytes) {
    const uint64_t zeros = get_noc_addr(MEM_ZEROS_BASE);
    for (uint32_t done = 0; done < bytes; done += MEM_ZEROS_SIZE) {
        const uint32_t left = bytes - done;
        noc_async_read(zeros, l1 + done, left < MEM_ZEROS_SIZE ? left : MEM_ZEROS_SIZE);
    }
}

void kernel_main() {
    const uint32_t Image_addr = get_arg_val<uint32_t>(0);
    const uint32_t Weights_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_seen_rows = get_compile_time_arg_val(0);
    constexpr uint32_t cb_taps = get_compile_time_arg_val(1);
    constexpr auto Image_args = TensorAccessorArgs<2>();
    constexpr auto Weights_args = TensorAccessorArgs<Image_args.next_compile_time_args_offset()>();
    const auto Image = TensorAccessor(Image_args, Image_addr);
    const auto Weights = TensorAccessor(Weights_args, Weights_addr);
    // conv2d.py:51  with T.Kernel(T.ceildiv(C_OUT, block_N), T.ceildiv(M, block_M)) as (bx, by):
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2;
        // conv2d.py:56  for k in T.Pipelined(T.ceildiv(K, block_K), num_stages=2):
        for (uint32_t k = 0; k < 9; ++k) {
            // conv2d.py:57  T.im2col(Image, seen, by, k, WINDOW, STRIDE, DILATION, PAD)
            cb_reserve_back(cb_seen_rows, 4);
            // conv2d.py:58  T.copy(Weights[k * block_K, bx * block_N], taps)
            cb_reserve_back(cb_taps, 4);
            const uint32_t seen_rows_l1 = get_write_ptr(cb_seen_rows);  // conv2d.py:57
            const uint32_t down = k / 3;
            const uint32_t across = k % 3;
            for (uint32_t row = 0; row < 64; ++row) {
                const uint32_t place = by * 64 + row;
                const uint32_t h = place / 20 % 14 + down - 1;
                const uint32_t w = place % 20 + across - 1;
                if (place < 560 && h < 14 && w < 20) {
                    const uint64_t Image_row = Image.get_noc_addr(
                        (place / 280 * 14 + h) * 20 + w, 0);
                    noc_async_read(Image_row, seen_rows_l1 + row * 128, 128);
                } else {
                    read_zeros(seen_rows_l1 + row * 128, 128);
                }
            }
            const uint32_t taps_l1 = get_write_ptr(cb_taps);  // conv2d.py:58
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (bx * 2 + c < 3) {
                        noc_async_read_page(
                            (k * 2 + r) * 3 + bx * 2 + c, Weights, taps_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(taps_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_seen_rows, 4);  // conv2d.py:57
            cb_push_back(cb_taps, 4);  // conv2d.py:58
        }
    }
}
