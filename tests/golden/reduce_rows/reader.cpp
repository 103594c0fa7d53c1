// reader of reduce_rows, emitted by ttc: DRAM -> circular buffers
#include <bit>
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"

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
    constexpr uint32_t cb_max_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(1);
    constexpr uint32_t cb_places = get_compile_time_arg_val(2);
    constexpr uint32_t cb_x = get_compile_time_arg_val(3);
    constexpr auto X_args = TensorAccessorArgs<4>();
    const auto X = TensorAccessor(X_args, X_addr);
    // reduce_rows.py:38  T.reduce_max(inside, largest, dim=1, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_max_rows_ones, ckernel::PoolType::MAX, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // reduce_rows.py:37  T.reduce_sum(x, total, dim=1, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_rows_ones, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // reduce_rows.py:36  inside[i, j] = T.if_then_else(k * BN + j < N, x[i, j], -T.infinity("bfl...
    cb_reserve_back(cb_places, 1);
    const uint32_t places_l1 = get_write_ptr(cb_places);
    write_numbers(places_l1, 0, -1);
    cb_push_back(cb_places, 1);
    // reduce_rows.py:24  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // reduce_rows.py:33  for k in T.Pipelined(T.ceildiv(N, BN), num_stages=2):
        for (uint32_t k = 0; k < 8; ++k) {
            // reduce_rows.py:34  T.copy(X[by * BM, k * BN], x)
            cb_reserve_back(cb_x, 4);
            const uint32_t x_l1 = get_write_ptr(cb_x);
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page(work * 32 + k * 4 + c, X, x_l1 + c * 2048);
            }
            noc_async_read_barrier();
            cb_push_back(cb_x, 4);
        }
    }
}
