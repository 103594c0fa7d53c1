// reader of gemm: DRAM -> circular buffers, two tiles a step
#include <cstdint>
#include "api/dataflow/dataflow_api.h"

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t B_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_A_shared = get_compile_time_arg_val(0);
    constexpr uint32_t cb_B_shared = get_compile_time_arg_val(1);
    constexpr auto A_args = TensorAccessorArgs<2>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    for (uint32_t work = start; work < start + count; ++work) {  // gemm.py:12
        const uint32_t bx = work % TILES_N;
        const uint32_t by = work / TILES_N;
        for (uint32_t k = 0; k < TILES_K; ++k) {  // gemm.py:18
            cb_reserve_back(cb_A_shared, 1);  // gemm.py:19
            const uint32_t A_shared_l1 = get_write_ptr(cb_A_shared);
            for (uint32_t i = 0; i < 1; ++i) {
                for (uint32_t j = 0; j < 1; ++j) {
                    noc_async_read_page((by * 1 + i) * TILES_K + k + j, A, A_shared_l1 + (i * 1 + j) * 2048);
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 1);
            cb_reserve_back(cb_B_shared, 1);  // gemm.py:20
            const uint32_t B_shared_l1 = get_write_ptr(cb_B_shared);
            for (uint32_t i = 0; i < 1; ++i) {
                for (uint32_t j = 0; j < 1; ++j) {
                    noc_async_read_page((k + i) * TILES_N + bx * 1 + j, B, B_shared_l1 + (i * 1 + j) * 2048);
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_B_shared, 1);
        }
    }
}
