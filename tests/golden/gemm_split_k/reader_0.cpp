// reader of gemm_split_k_0, emitted by ttc: DRAM -> circular buffers
#include <bit>
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
    const uint32_t A_addr = get_arg_val<uint32_t>(0);
    const uint32_t B_addr = get_arg_val<uint32_t>(1);
    const uint32_t start = get_arg_val<uint32_t>(2);
    const uint32_t count = get_arg_val<uint32_t>(3);
    constexpr uint32_t cb_places = get_compile_time_arg_val(0);
    constexpr uint32_t cb_places2 = get_compile_time_arg_val(1);
    constexpr uint32_t cb_a = get_compile_time_arg_val(2);
    constexpr uint32_t cb_b = get_compile_time_arg_val(3);
    constexpr auto A_args = TensorAccessorArgs<4>();
    constexpr auto B_args = TensorAccessorArgs<A_args.next_compile_time_args_offset()>();
    const auto A = TensorAccessor(A_args, A_addr);
    const auto B = TensorAccessor(B_args, B_addr);
    // gemm_split_k.py:37  T.copy(c, partial[part, by * block_M, bx * block_N])
    cb_reserve_back(cb_places, 1);
    const uint32_t places_l1 = get_write_ptr(cb_places);
    write_numbers(places_l1, 0, -1);
    cb_push_back(cb_places, 1);
    cb_reserve_back(cb_places2, 1);
    const uint32_t places2_l1 = get_write_ptr(cb_places2);
    write_numbers(places2_l1, -1, 0);
    cb_push_back(cb_places2, 1);
    // gemm_split_k.py:27  with T.Kernel(T.ceildiv(N, block_N), T.ceildiv(M, block_M), parts) as...
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t work = start + i;
        const uint32_t bx = work % 2;
        const uint32_t by = work / 2 % 2;
        const uint32_t part = work / 2 / 2;
        // gemm_split_k.py:33  for k in T.Pipelined(steps, num_stages=2):
        for (uint32_t k = 0; k < 6; ++k) {
            // gemm_split_k.py:34  T.copy(A[by * block_M, (part * steps + k) * block_K], a)
            cb_reserve_back(cb_a, 4);
            // gemm_split_k.py:35  T.copy(B[(part * steps + k) * block_K, bx * block_N], b)
            cb_reserve_back(cb_b, 4);
            const uint32_t a_l1 = get_write_ptr(cb_a);  // gemm_split_k.py:34
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (part * 12 + k * 2 + c < 47) {
                        noc_async_read_page(
                            (by * 2 + r) * 47 + part * 12 + k * 2 + c, A,
                            a_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(a_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            const uint32_t b_l1 = get_write_ptr(cb_b);  // gemm_split_k.py:35
            for (uint32_t r = 0; r < 2; ++r) {
                for (uint32_t c = 0; c < 2; ++c) {
                    if (part * 12 + k * 2 + r < 47 && bx * 2 + c < 3) {
                        noc_async_read_page(
                            (part * 12 + k * 2 + r) * 3 + bx * 2 + c, B, b_l1 + (r * 2 + c) * 2048);
                    } else {
                        read_zeros(b_l1 + (r * 2 + c) * 2048, 2048);
                    }
                }
            }
            noc_async_read_barrier();
            cb_push_back(cb_a, 4);  // gemm_split_k.py:34
            cb_push_back(cb_b, 4);  // gemm_split_k.py:35
        }
    }
}
