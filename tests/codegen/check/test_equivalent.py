"""Other ways to write a good program, as a hand might: none of them is a finding."""

import shutil
from pathlib import Path

import pytest

from ttc.codegen.check import check_directory

READS = """        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, A_shared_l1 + j * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
"""
BARRIER_AND_PUSH = READS[READS.index("        noc_async_read_barrier") :]
READER, COMPUTE, GEMM = "add/reader.cpp", "add/compute.cpp", "gemm/compute.cpp"
Edit = tuple[str, str, str]
REWRITTEN: dict[str, list[Edit]] = {
    "work counted from zero": [
        (READER, "work = start; work < start + count; ++work", "i = 0; i != count; ++i"),
        (READER, "const uint32_t bx =", "uint32_t work = start + i;\nconst auto bx ="),
    ],
    "a loop that counts down": [
        (COMPUTE, "work = 0; work < count; ++work", "left = count; left > 0; left--"),
    ],
    "a page variable carried along": [
        (READER, READS, """
        uint32_t page = by * 8 + bx * 2, l1 = A_shared_l1;
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(page++, A, l1);
            l1 += 4096;
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
"""),
    ],
    "a loop over what is left": [
        (READER, READS, """
        for (uint32_t done = 0; done < 2; ++done) {
            const uint32_t more = std::min<uint32_t>(1, 2 - done);
            for (uint32_t j = 0; j < more; ++j) {
                noc_async_read_page(by * 8 + bx * 2, A, A_shared_l1 + (done + j) * 4096);
            }
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
"""),
    ],
    "a loop up to a limit": [
        (READER, READS, """
        const uint32_t most = bx < 2 ? bx : 2;
        for (uint32_t j = 0; j < most; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, A_shared_l1 + j * 4096);
        }
        for (uint32_t j = most; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, A_shared_l1 + j * 4096);
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
"""),
    ],
    "pages pushed one by one": [
        (READER, READS, """
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, get_write_ptr(cb_A_shared));
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 1);
        }
"""),
    ],
    "either path pushes": [
        (READER, "        cb_push_back(cb_B_shared, 2);\n", """
        if (bx == 0) { cb_push_back(cb_B_shared, 2); }
        else { cb_push_back(cb_B_shared, 1); cb_push_back(cb_B_shared, 1); }
"""),
    ],
    "the same condition in both kernels": [
        (GEMM, "cb_push_back(cb_C_local", "if (by >= 2) cb_push_back(cb_C_local"),
        (GEMM, "cb_reserve_back(cb_C_local", "if (!(by < 2)) cb_reserve_back(cb_C_local"),
        (GEMM, "pack_block(0, cb_C_local", "if (2 <= by) pack_block(0, cb_C_local"),
        ("gemm/writer.cpp", "cb_wait_front(", "if (by < 2) { continue; }\n        cb_wait_front("),
    ],
    "an early return": [
        (READER, "constexpr uint32_t cb_A", "if (count == 0) { return; }\nconstexpr uint32_t cb_A"),
    ],
    "a helper that hands over": [
        (READER, "void kernel_main", """
template <uint32_t pages>
inline void done(uint32_t cb) {
    noc_async_read_barrier();
    cb_push_back(cb, pages);
}

void kernel_main"""),
        (READER, BARRIER_AND_PUSH, "        done<2>(cb_A_shared);\n"),
    ],
    "a helper with a result": [
        (READER, "void kernel_main", """
uint32_t page_of(uint32_t row, uint32_t column) {
    if (row == 0) { return column; }
    return row * 8 + column;
}

void kernel_main"""),
        (READER, "by * 8 + bx * 2 + j, A,", "page_of(by, bx * 2 + j), A,"),
    ],
    "a lambda": [
        (COMPUTE, "        cb_pop_front(cb_A_shared, 2);\n", ""),
        (COMPUTE, "        cb_pop_front(cb_B_shared, 2);\n", """
        auto pop = [=](uint32_t cb) { cb_pop_front(cb, 2); };
        pop(cb_A_shared);
        pop(cb_B_shared);
"""),
    ],
    "a search that ends early": [
        (READER, "        cb_reserve_back(cb_A", """
        uint32_t power = 1;
        while (power < bx) {
            power *= 2;
            if (power == 64) { break; }
        }
        cb_reserve_back(cb_A"""),
    ],
    "inits once where nothing replaces them": [
        (COMPUTE, "            exp_tile_init();\n", ""),
        (COMPUTE, "            relu_max_tile_init();\n", ""),
        (COMPUTE, "            relu_max_tile(0, 0x40c00000);\n", ""),
        (COMPUTE, "    add_init(", "    exp_tile_init();\n    add_init("),
    ],
    "the generic init": [
        (COMPUTE, "add_init(", "binary_tiles_init<true, EltwiseBinaryType::ELWADD>("),
    ],
    "two sections in flight": [
        (COMPUTE, "tile_regs_wait", "tile_regs_acquire();\ntile_regs_commit();\ntile_regs_wait"),
        (COMPUTE, "_release();", "_release();\ntile_regs_wait();\ntile_regs_release();"),
    ],
    "a float's bits by bit_cast": [
        (COMPUTE, "0x40c00000", "std::bit_cast<uint32_t>(6.0f)"),
    ],
    "the SDK's own scaler tile": [
        ("softmax/reader.cpp", "    fill_scaler(get_write_ptr(cb_one), 0x3f803f80);\n", ""),
        ("softmax/reader.cpp", "    cb_push_back(cb_one, 1);\n", ""),
        ("softmax/reader.cpp", "cb_reserve_back(cb_one, 1)", """
    dataflow_kernel_lib::prepare_reduce_scaler<
        cb_one, ckernel::PoolType::SUM, ckernel::ReduceDim::REDUCE_ROW>(1.0f)"""),
        ("softmax/reader.cpp", "#define", """
#include "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp"
#define"""),
    ],
    "the standard library's smaller of two": [
        (READER, "cb_push_back(cb_A_shared, 2)", "cb_push_back(cb_A_shared, std::min(2, 3))"),
        (READER, "start + count; ++work", "std::max<uint32_t>(start, start + count); ++work"),
    ],
    "a bound by comparison here and by the library there": [
        (READER, "start + count; ++work", "start + (count < 9 ? count : 9); ++work"),
        (COMPUTE, "work < count; ++work", "work < std::min<uint32_t>(count, 9); ++work"),
        ("add/writer.cpp", "start + count; ++work", "start + (9 > count ? count : 9); ++work"),
    ],
    "circular buffers by enum": [
        ("add/writer.cpp", "cb_wait_front(cb_C_shared, 2)", "cb_wait_front(tt::CBIndex::c_2, 2)"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", REWRITTEN)
def test_no_findings(name: str, good: Path, tmp_path: Path):
    edits = REWRITTEN[name]
    program = edits[0][0].split("/")[0]
    shutil.copytree(good / program, tmp_path / program)
    for file, old, new in edits:
        path = tmp_path / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
    assert [str(finding) for finding in check_directory(tmp_path / program)] == []
