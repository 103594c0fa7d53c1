// reader of reduce_columns, emitted by ttc: DRAM -> circular buffers
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
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_sum_cols_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places = get_compile_time_arg_val(1);
    constexpr uint32_t cb_sum_cols_ones2 = get_compile_time_arg_val(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(3);
    constexpr auto X_args = TensorAccessorArgs<4>();
    const auto X = TensorAccessor(X_args, X_addr);
    // reduce_columns.py:41  T.reduce_sum(square, deviation, dim=0, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_cols_ones, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_COL>(1.0f);
    // reduce_columns.py:38  square[i, j] = T.if_then_else(
    cb_reserve_back(cb_places, 1);
    const uint32_t places_l1 = get_write_ptr(cb_places);
    write_numbers(places_l1, -1, 0);
    cb_push_back(cb_places, 1);
    // reduce_columns.py:30  T.reduce_sum(x, mean, dim=0, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_cols_ones2, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_COL>(1.0f);
    // reduce_columns.py:22  with T.Kernel(T.ceildiv(N, BN)) as bx:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // reduce_columns.py:28  for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
        for (uint32_t k = 0; k < 4; ++k) {
            // reduce_columns.py:29  T.copy(X[k * BM, bx * BN], x)
            cb_reserve_back(cb_x, 4);
            const uint32_t x_l1 = get_write_ptr(cb_x);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (work * 2 + c < 7) {
                        noc_async_read_page(
                            (k * 2 + r) * 7 + work * 2 + c, X, x_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(x_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_x, 4);
        }
        // reduce_columns.py:34  for k in T.Pipelined(T.ceildiv(M, BM), num_stages=2):
        for (uint32_t k = 0; k < 4; ++k) {
            // reduce_columns.py:35  T.copy(X[k * BM, bx * BN], x)
            cb_reserve_back(cb_x, 4);
            const uint32_t x_l1 = get_write_ptr(cb_x);
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (work * 2 + c < 7) {
                        noc_async_read_page(
                            (k * 2 + r) * 7 + work * 2 + c, X, x_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(x_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_x, 4);
        }
    }
}
