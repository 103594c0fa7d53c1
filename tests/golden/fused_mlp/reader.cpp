// reader of fused_mlp, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t W1_addr = get_arg_val<uint32_t>(1);
    const uint32_t W2_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_x = get_compile_time_arg_val(0);
    constexpr uint32_t cb_w1 = get_compile_time_arg_val(1);
    constexpr uint32_t cb_w2 = get_compile_time_arg_val(2);
    constexpr auto X_args = TensorAccessorArgs<3>();
    constexpr auto W1_args = TensorAccessorArgs<X_args.next_compile_time_args_offset()>();
    constexpr auto W2_args = TensorAccessorArgs<W1_args.next_compile_time_args_offset()>();
    const auto X = TensorAccessor(X_args, X_addr);
    const auto W1 = TensorAccessor(W1_args, W1_addr);
    const auto W2 = TensorAccessor(W2_args, W2_addr);
    // fused_mlp.py:28  with T.Kernel(T.ceildiv(M, block_M)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // fused_mlp.py:35  T.copy(X[by * block_M, 0], x)
        cb_reserve_back(cb_x, 3);
        const uint32_t x_l1 = get_write_ptr(cb_x);
        for (uint32_t c = 0; c < 3; ++c) {
            noc_async_read_page(work * 3 + c, X, x_l1 + c * 2048);
        }
        noc_async_read_barrier();
        cb_push_back(cb_x, 3);
        // fused_mlp.py:37  for k in T.Pipelined(T.ceildiv(HIDDEN, block_H), num_stages=2):
        for (uint32_t k = 0; k < 4; ++k) {
            // fused_mlp.py:38  T.copy(W1[0, k * block_H], w1)
            cb_reserve_back(cb_w1, 6);
            // fused_mlp.py:39  T.copy(W2[k * block_H, 0], w2)
            cb_reserve_back(cb_w2, 6);
            const uint32_t w1_l1 = get_write_ptr(cb_w1);  // fused_mlp.py:38
            for (uint32_t r = 0; r < 3; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (k * 2 + c < 7) {
                        noc_async_read_page(r * 7 + k * 2 + c, W1, w1_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(w1_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            const uint32_t w2_l1 = get_write_ptr(cb_w2);  // fused_mlp.py:39
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 3; ++c) {
                    if (k * 2 + r < 7) {
                        noc_async_read_page((k * 2 + r) * 3 + c, W2, w2_l1 + (r * 3 + c) * 2048);
                    } else {
                        read_zeros(w2_l1 + (r * 3 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_w1, 6);  // fused_mlp.py:38
            cb_push_back(cb_w2, 6);  // fused_mlp.py:39
        }
    }
}
