// reader of softmax: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

#define TILES 4

// Row 0 of each face holds the factor, everything else is zero (what reduce_tile wants of a scaler).
inline void fill_scaler(uint32_t l1, uint32_t pair) {
    volatile tt_l1_ptr uint32_t* words = reinterpret_cast<volatile tt_l1_ptr uint32_t*>(l1);
    for (uint32_t word = 0; word < 512; ++word) {
        words[word] = word % 128 < 8 ? pair : 0;
    }
}

void kernel_main() {
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t start = get_arg_val<uint32_t>(1);
    const uint32_t count = get_arg_val<uint32_t>(2);
    constexpr uint32_t cb_X = get_compile_time_arg_val(0);
    constexpr uint32_t cb_one = get_compile_time_arg_val(1);
    constexpr auto X_args = TensorAccessorArgs<2>();
    const auto X = TensorAccessor(X_args, X_addr);
    cb_reserve_back(cb_one, 1);
    fill_scaler(get_write_ptr(cb_one), 0x3f803f80);
    cb_push_back(cb_one, 1);
    auto load = [&](uint32_t row, uint32_t l1) {
        for (uint32_t tile = 0; tile < TILES; ++tile) {
            noc_async_read_page(row * TILES + tile, X, l1 + tile * get_tile_size(cb_X));
        }
        noc_async_read_barrier();
    };
    uint32_t row = start;
    for (uint32_t left = count; left > 0; --left) {  // softmax.py:8
        cb_reserve_back(cb_X, TILES);  // softmax.py:9
        load(row, get_write_ptr(cb_X));
        cb_push_back(cb_X, TILES);
        row += 1;
    }
}
