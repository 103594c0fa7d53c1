// reader of hadamard, emitted by ttc: DRAM -> circular buffers
#include <bit>
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

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
    constexpr uint32_t cb_places = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places2 = get_compile_time_arg_val(1);
    constexpr uint32_t cb_x = get_compile_time_arg_val(2);
    constexpr auto X_args = TensorAccessorArgs<3>();
    const auto X = TensorAccessor(X_args, X_addr);
    // hadamard.py:47  h[i, j] = sign(i, j)
    cb_reserve_back(cb_places, 1);
    const uint32_t places_l1 = get_write_ptr(cb_places);
    write_numbers(places_l1, 0, 1);
    cb_push_back(cb_places, 1);
    cb_reserve_back(cb_places2, 1);
    const uint32_t places2_l1 = get_write_ptr(cb_places2);
    write_numbers(places2_l1, 1, 0);
    cb_push_back(cb_places2, 1);
    // hadamard.py:40  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // hadamard.py:48  for t in T.Pipelined(TILES, num_stages=2):
        for (uint32_t t = 0; t < 8; ++t) {
            // hadamard.py:49  T.copy(X[by * BM, t * 32], x)
            cb_reserve_back(cb_x, 1);
            const uint32_t x_l1 = get_write_ptr(cb_x);
            noc_async_read_page(work * 8 + t, X, x_l1);
            noc_async_read_barrier();
            cb_push_back(cb_x, 1);
        }
    }
}
