// reader of flash_attention, emitted by ttc: DRAM -> circular buffers
#include <bit>
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"

// Fills `bytes` of L1 with the firmware's zeros; they are there after the next read barrier.
inline void read_zeros(uint32_t l1, uint32_t bytes) {
    const uint64_t zeros = get_noc_addr(MEM_ZEROS_BASE);
    for (uint32_t done = 0; done < bytes; done += MEM_ZEROS_SIZE) {
        const uint32_t left = bytes - done;
        noc_async_read(zeros, l1 + done, left < MEM_ZEROS_SIZE ? left : MEM_ZEROS_SIZE);
    }
}

// The bits of the float that equals `number`, which is exact below 2^24.
inline uint32_t float_bits(int32_t number) {
    return std::bit_cast<uint32_t>(static_cast<float>(number));
}

// Fills a tile of floats with a * r + b * c in row r, column c: four faces of 16 x 16.
inline void write_numbers(uint32_t l1, int32_t a, int32_t b) {
    volatile tt_l1_ptr uint32_t* tile = reinterpret_cast<volatile tt_l1_ptr uint32_t*>(l1);
    for (uint32_t i = 0; i < 1024; ++i) {
        const uint32_t r = i / 512 * 16 + i % 256 / 16;
        const uint32_t c = i / 256 % 2 * 16 + i % 16;
        tile[i] = float_bits(a * r + b * c);
    }
}

void kernel_main() {
    const uint32_t Q_addr = get_arg_val<uint32_t>(0);
    const uint32_t K_addr = get_arg_val<uint32_t>(1);
    const uint32_t V_addr = get_arg_val<uint32_t>(2);
    const uint32_t start = get_arg_val<uint32_t>(3);
    const uint32_t count = get_arg_val<uint32_t>(4);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(2);
    constexpr uint32_t cb_q = get_compile_time_arg_val(3);
    constexpr uint32_t cb_k = get_compile_time_arg_val(4);
    constexpr uint32_t cb_v = get_compile_time_arg_val(5);
    constexpr auto Q_args = TensorAccessorArgs<6>();
    constexpr auto K_args = TensorAccessorArgs<Q_args.next_compile_time_args_offset()>();
    constexpr auto V_args = TensorAccessorArgs<K_args.next_compile_time_args_offset()>();
    const auto Q = TensorAccessor(Q_args, Q_addr);
    const auto K = TensorAccessor(K_args, K_addr);
    const auto V = TensorAccessor(V_args, V_addr);
    // flash_attention.py:82  T.reduce_sum(scores, part, dim=1)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_rows_ones, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // flash_attention.py:77  T.reduce_max(scores, largest, dim=1, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_max_rows_ones, ckernel::PoolType::MAX, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // flash_attention.py:74  scores[i, j] = T.if_then_else(seen, scores[i, j], -T.infinity("floa...
    cb_reserve_back(cb_places, 1);
    const uint32_t places_l1 = get_write_ptr(cb_places);
    write_numbers(places_l1, 1, -1);
    cb_push_back(cb_places, 1);
    // flash_attention.py:47  with T.Kernel(T.ceildiv(SEQUENCE, block_M), HEADS, BATCH) as (bx, h...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 4;
        const uint32_t h = work / 4 % 4;
        // flash_attention.py:60  T.copy(Q[b, bx * block_M : (bx + 1) * block_M, h, :], q)
        cb_reserve_back(cb_q, 4);
        const uint32_t q_l1 = get_write_ptr(cb_q);
        for (uint32_t r = 0; r < 2; ++r) {
            for (uint32_t c = 0; c < 2; ++c) {
                if (bx * 2 + r < 7) {
                    noc_async_read_page((h * 7 + bx * 2 + r) * 2 + c, Q, q_l1 + (r * 2 + c) * 2048);
                } else {
                    read_zeros(q_l1 + (r * 2 + c) * 2048, 2048);
                }
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_q, 4);
        // flash_attention.py:65  for t in T.Pipelined(blocks, num_stages=num_stages):
        const uint32_t t_end = ((bx * 64 + 64 < 200 ? bx * 64 + 64 : 200) + 63) / 64;
        for (uint32_t t = 0; t < t_end; ++t) {
            // flash_attention.py:66  T.copy(K[b, t * block_N : (t + 1) * block_N, h // group, :]...
            cb_reserve_back(cb_k, 4);
            // flash_attention.py:67  T.copy(V[b, t * block_N : (t + 1) * block_N, h // group, :]...
            cb_reserve_back(cb_v, 4);
            const uint32_t k_l1 = get_write_ptr(cb_k);  // flash_attention.py:66
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (t * 2 + r < 7) {
                        noc_async_read_page(
                            (h / 2 * 7 + t * 2 + r) * 2 + c, K, k_l1 + (c * 2 + r) * 2048);
                    } else {
                        read_zeros(k_l1 + (c * 2 + r) * 2048, 2048);
                    }
                }
            }
            const uint32_t v_l1 = get_write_ptr(cb_v);  // flash_attention.py:67
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (t * 2 + r < 7) {
                        noc_async_read_page(
                            (h / 2 * 7 + t * 2 + r) * 2 + c, V, v_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(v_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_k, 4);  // flash_attention.py:66
            cb_push_back(cb_v, 4);  // flash_attention.py:67
        }
    }
}
