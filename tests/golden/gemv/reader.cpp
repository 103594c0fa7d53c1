// reader of gemv, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"

void kernel_main() {
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t X_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(1);
    constexpr uint32_t cb_x = get_compile_time_arg_val(2);
    constexpr auto A_args = TensorAccessorArgs<3>();
    constexpr auto X_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto X = TensorAccessor(X_args, X_addr);
    // gemv.py:33  T.reduce_sum(product, y, dim=1, clear=False)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_rows_ones, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // gemv.py:22  with T.Kernel(T.ceildiv(M, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // gemv.py:28  for k in T.Pipelined(T.ceildiv(K, BK), num_stages=2):
        for (uint32_t k = 0; k < 8; ++k) {
            // gemv.py:29  T.copy(A[by * BM, k * BK], a)
            cb_reserve_back(cb_a, 8);
            // gemv.py:30  T.copy(X[k * BK], x)
            cb_reserve_back(cb_x, 4);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemv.py:29
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 4; ++c) {
                    noc_async_read_page(
                        (work * 2 + r) * 32 + k * 4 + c, A, a_l1 + (r * 4 + c) * 2048);
                }
            }
            const uint32_t x_l1 = get_write_ptr(cb_x);  // gemv.py:30
            for (uint32_t c = 0; c < 4; ++c) {
                noc_async_read_page(k * 4 + c, X, x_l1 + c * 2048);
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 8);  // gemv.py:29
            cb_push_back(cb_x, 4);  // gemv.py:30
        }
    }
}
