// reader of head_rmsnorm, emitted by ttc: DRAM -> circular buffers
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"

void kernel_main() {
    const uint32_t X_addr = get_arg_val<uint32_t>(0);
    const uint32_t Weight_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_sum_rows_ones = get_compile_time_arg_val(0);
    constexpr uint32_t cb_x = get_compile_time_arg_val(1);
    constexpr uint32_t cb_weight = get_compile_time_arg_val(2);
    constexpr auto X_args = TensorAccessorArgs<3>();
    constexpr auto Weight_args = TensorAccessorArgs<X_args.next_compile_time_args_offset()>();
    const auto X = TensorAccessor(X_args, X_addr);
    const auto Weight = TensorAccessor(Weight_args, Weight_addr);
    // head_rmsnorm.py:36  T.reduce_sum(square, inverse, dim=1)
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_sum_rows_ones, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_ROW>(1.0f);
    // head_rmsnorm.py:25  with T.Kernel(T.ceildiv(TOKENS, BM)) as by:
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        // head_rmsnorm.py:31  T.copy(X[by * BM, 0], x)
        cb_reserve_back(cb_x, 8);
        // head_rmsnorm.py:32  T.copy(Weight, weight)
        cb_reserve_back(cb_weight, 2);
        const uint32_t x_l1 = get_write_ptr(cb_x);  // head_rmsnorm.py:31
        for (uint32_t c = 0; c < 8; ++c) {
            noc_async_read_page(work * 8 + c, X, x_l1 + c * 2048);
        }
        const uint32_t weight_l1 = get_write_ptr(cb_weight);  // head_rmsnorm.py:32
        for (uint32_t c = 0; c < 2; ++c) {
            noc_async_read_page(c, Weight, weight_l1 + c * 2048);
        }
        noc_async_read_barrier();
        cb_push_back(cb_x, 8);  // head_rmsnorm.py:31
        cb_push_back(cb_weight, 2);  // head_rmsnorm.py:32
    }
}
