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
Edit = tuple[str, str, str]
REWRITTEN: dict[str, list[Edit]] = {
    "work counted from zero": [
        ("add/reader.cpp", "work = start; work < start + count", "item = 0; item != count"),
        ("add/reader.cpp", "const uint32_t bx = work", "uint32_t work = start + item;\nconst auto bx = work"),
    ],
    "a loop that counts down": [
        ("add/compute.cpp", "work = 0; work < count; ++work", "left = count; left > 0; left--"),
    ],
    "a page variable carried along": [
        ("add/reader.cpp", READS, """
        uint32_t page = by * 8 + bx * 2, l1 = A_shared_l1;
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(page++, A, l1);
            l1 += 4096;
        }
        noc_async_read_barrier();
        cb_push_back(cb_A_shared, 2);
"""),
    ],
    "pages pushed one by one": [
        ("add/reader.cpp", READS, """
        for (uint32_t j = 0; j < 2; ++j) {
            noc_async_read_page(by * 8 + bx * 2 + j, A, get_write_ptr(cb_A_shared));
            noc_async_read_barrier();
            cb_push_back(cb_A_shared, 1);
        }
"""),
    ],
    "either path pushes": [
        ("add/reader.cpp", "        cb_push_back(cb_B_shared, 2);\n", """
        if (bx == 0) { cb_push_back(cb_B_shared, 2); }
        else { cb_push_back(cb_B_shared, 1); cb_push_back(cb_B_shared, 1); }
"""),
    ],
    "the same condition in both kernels": [
        ("gemm/compute.cpp", "        cb_push_back(cb_C_local, 4);\n", "        if (by >= 2) { cb_push_back(cb_C_local, 4); }\n"),
        ("gemm/compute.cpp", "        cb_reserve_back(cb_C_local, 4);\n", "        if (!(by < 2)) { cb_reserve_back(cb_C_local, 4); }\n"),
        ("gemm/compute.cpp", "        pack_block(0, cb_C_local, 4);", "        if (2 <= by) pack_block(0, cb_C_local, 4);"),
        ("gemm/writer.cpp", "        cb_wait_front(cb_C_local, 4);", "        if (by < 2) { continue; }\n        cb_wait_front(cb_C_local, 4);"),
    ],
    "an early return": [
        ("add/reader.cpp", "    constexpr uint32_t cb_A", "    if (count == 0) { return; }\n    constexpr uint32_t cb_A"),
    ],
    "a helper that hands over": [
        ("add/reader.cpp", "void kernel_main", """
template <uint32_t pages>
inline void done(uint32_t cb) {
    noc_async_read_barrier();
    cb_push_back(cb, pages);
}

void kernel_main"""),
        ("add/reader.cpp", "        noc_async_read_barrier();\n        cb_push_back(cb_A_shared, 2);\n", "        done<2>(cb_A_shared);\n"),
    ],
    "a helper with a result": [
        ("add/reader.cpp", "void kernel_main", """
uint32_t page_of(uint32_t row, uint32_t column) {
    if (row == 0) { return column; }
    return row * 8 + column;
}

void kernel_main"""),
        ("add/reader.cpp", "by * 8 + bx * 2 + j, A,", "page_of(by, bx * 2 + j), A,"),
    ],
    "a lambda": [
        ("add/compute.cpp", "        cb_pop_front(cb_A_shared, 2);\n        cb_pop_front(cb_B_shared, 2);\n", """
        auto pop = [=](uint32_t cb) { cb_pop_front(cb, 2); };
        pop(cb_A_shared);
        pop(cb_B_shared);
"""),
    ],
    "a search that ends early": [
        ("add/reader.cpp", "        cb_reserve_back(cb_A", """
        uint32_t power = 1;
        while (power < bx) {
            power *= 2;
            if (power == 64) { break; }
        }
        cb_reserve_back(cb_A"""),
    ],
    "inits once where nothing replaces them": [
        ("add/compute.cpp", "            exp_tile_init();\n", ""),
        ("add/compute.cpp", "            exp_tile(0);\n            relu_max_tile_init();\n            relu_max_tile(0, 0x40c00000);\n", "            exp_tile(0);\n"),
        ("add/compute.cpp", "    add_init(", "    exp_tile_init();\n    add_init("),
    ],
    "the generic init": [
        ("add/compute.cpp", "add_init(", "binary_tiles_init<true, EltwiseBinaryType::ELWADD>("),
    ],
    "two sections in flight": [
        ("add/compute.cpp", "            tile_regs_commit();\n", "            tile_regs_commit();\n            tile_regs_acquire();\n            tile_regs_commit();\n"),
        ("add/compute.cpp", "            tile_regs_release();\n", "            tile_regs_release();\n            tile_regs_wait();\n            tile_regs_release();\n"),
    ],
    "a float's bits by bit_cast": [
        ("add/compute.cpp", "0x40c00000", "std::bit_cast<uint32_t>(6.0f)"),
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
