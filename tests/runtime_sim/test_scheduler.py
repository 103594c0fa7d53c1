"""Deadlocks, places of errors, and kernels edited by hand."""

from __future__ import annotations

from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError, execute

from .programs import READ, Array, Program, Run, add_program, computes, gemm_program, moves

BF16 = ml_dtypes.bfloat16


def ones(*shape: int) -> Array:
    return np.ones(shape or (32, 32), BF16)


def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program) -> str:
    """The whole error, with paths relative to the directory."""
    monkeypatch.chdir(tmp_path)
    directory = program.emit(tmp_path / "out")
    with pytest.raises(SimulationError) as caught:
        execute(directory, [ones(*s) for _, s, *_ in program.tensors], "wormhole")
    return str(caught.value)


def test_deadlock_names_every_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The writer wants two blocks of C at once, compute makes one and waits for room."""
    program = add_program(64, 64)
    program.work = [{"core": [0, 0], "start": 0, "count": 6}]
    program.reader = program.reader.replace("by * 2 + i", "i").replace("bx * 2 + j", "j")
    program.writer = program.writer.replace("cb_wait_front(cb_C, 4)", "cb_wait_front(cb_C, 12)")
    program.cbs[2] = ("C", "bfloat16", 12)
    program.compute = program.compute.replace(
        "cb_reserve_back(cb_C, 4);", "cb_reserve_back(cb_C, work == 1 ? 12 : 4);"
    )
    expected = """\
error: deadlock: reader on core (0, 0) waits for 4 free pages of cb A, 0 there (add.py:14)
  --> out/reader.cpp:19:9
   |
19 |         cb_reserve_back(cb_A, 4);  // add.py:14
   |         ^^^^^^^^^^^^^^^^^^^^^^^^
note: meanwhile compute on core (0, 0) waits for 12 free pages of cb C, 8 there (add.py:17)
  --> out/compute.cpp:16:9
   |
16 |         cb_reserve_back(cb_C, work == 1 ? 12 : 4);  // add.py:17
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
note: meanwhile writer on core (0, 0) waits for 12 pages of cb C, 4 there (add.py:18)
  --> out/writer.cpp:15:9
   |
15 |         cb_wait_front(cb_C, 12);  // add.py:18
   |         ^^^^^^^^^^^^^^^^^^^^^^^"""
    found = report(tmp_path, monkeypatch, program)
    assert found == expected


def test_deadlock_groups_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = gemm_program(256, 256, 32)
    program.compute = "void kernel_main() {}\n"
    found = report(tmp_path, monkeypatch, program)
    assert "deadlock: writer on 64 cores (0, 0) to (7, 7) waits for 1 pages of cb C_local" in found
    assert found.count("-->") == 1


def test_deadlock_of_scattered_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = gemm_program(64, 64, 64)
    program.work = [
        {"core": [x, y], "start": x, "count": int(x == y)} for y in range(2) for x in range(2)
    ]
    program.compute = "void kernel_main() {}\n"
    assert "writer on 2 cores (0, 0), (1, 1) waits for 1 pages" in report(
        tmp_path, monkeypatch, program
    )


def test_deadlock_of_semaphores_and_polls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    flag = "auto* flag = reinterpret_cast<volatile uint32_t*>(get_semaphore(1));\n"
    program = moves(flag + "noc_semaphore_wait(flag, 3);", flag + "while (*flag == 0) {}")
    program.semaphores = [[1, 0]]
    found = report(tmp_path, monkeypatch, program)
    assert "reader on core (0, 0) waits for semaphore 1 to be 3, it is 0" in found
    assert "writer on core (0, 0) polls for a value that nobody stores" in found


def test_errors_show_the_kernel_and_the_author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = moves(
        """
        for (uint32_t i = 0; i < 2; ++i) {  // copy.py:7
            cb_reserve_back(cb_A, 1);
            noc_async_read_page(i, A, get_write_ptr(cb_A));
            noc_async_read_barrier();
            cb_push_back(cb_A, 1);
        }
        """
    )
    (tmp_path / "copy.py").write_text("\n" * 6 + "T.copy(A, B)\n")
    assert (
        report(tmp_path, monkeypatch, program)
        == """\
error: page 1 of 'A' is accessed, which has 1
  --> out/reader.cpp:14:9
   |
14 |         noc_async_read_page(i, A, get_write_ptr(cb_A));
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
note: in reader on core (0, 0)
note: made from this line
  --> copy.py:7:1
  |
7 | T.copy(A, B)
  | ^"""
    )


def test_errors_within_functions_show_the_innermost_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    program = moves("fetch(A, 5);")
    program.reader = program.reader.replace(
        "void kernel_main",
        """template <typename T> void fetch(const T& tensor, uint32_t page) {
    cb_reserve_back(0, 1);
    noc_async_read_page(page, tensor, get_write_ptr(0));
}
void kernel_main""",
    )
    assert "--> out/reader.cpp:6:5" in report(tmp_path, monkeypatch, program)


def test_errors_in_constants_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = moves("")
    program.reader = "constexpr uint32_t cb = get_compile_time_arg_val(9);\n" + program.reader
    found = report(tmp_path, monkeypatch, program)
    assert "compile-time argument 9 is read" in found
    assert "--> out/reader.cpp:1:" in found


def test_division_by_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = moves("const uint32_t none = A_addr - A_addr;\nconst uint32_t x = 1 / none;")
    found = report(tmp_path, monkeypatch, program)
    assert found.startswith("error: division by zero\n  --> out/reader.cpp:13:20")


def test_errors_at_the_end_point_at_the_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = moves("cb_reserve_back(cb_A, 1); noc_async_read_page(0, A, get_write_ptr(cb_A));")
    assert "--> out/reader.cpp:4:6" in report(tmp_path, monkeypatch, program)


def test_arguments_out_of_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = report(tmp_path, monkeypatch, moves("get_arg_val<uint32_t>(4);"))
    assert "runtime argument 4 is read, but 4 are given to reader on core (0, 0)" in found
    found = report(tmp_path, monkeypatch, moves("get_compile_time_arg_val(5);"))
    assert "compile-time argument 5 is read, but 5 are given" in found
    found = report(tmp_path, monkeypatch, moves("constexpr auto x = TensorAccessorArgs<2>();"))
    assert "the words of an interleaved DRAM tensor start with 2" in found


EDITED = """
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#define PAGE_BYTES 2048

constexpr uint32_t batch = 2;

template <uint32_t cb, typename Tensor>
inline void fetch(const Tensor& tensor, uint32_t first, uint32_t pages) {
    cb_reserve_back(cb, pages);
    uint32_t l1 = get_write_ptr(cb);
    for (uint32_t i = 0; i < pages; ++i, l1 += PAGE_BYTES) {
        noc_async_read_page(first + i, tensor, l1);
    }
    noc_async_read_barrier();
    cb_push_back(cb, pages);
}

void kernel_main() {
    constexpr uint32_t cb_A = get_compile_time_arg_val(0);
    constexpr auto A_args = TensorAccessorArgs<1>();
    const auto A = TensorAccessor(A_args, get_arg_val<uint32_t>(0));
    uint32_t done = 0;
    auto rest = [&](uint32_t wish) { return done + wish <= 8 ? wish : 8 - done; };
    while (done < 8) {
        const uint32_t pages = rest(batch);
        fetch<cb_A>(A, done, pages);
        done += pages;
    }
}
"""


def test_hand_edited_kernel(run: Run):
    """A helper template, a lambda, a while loop, a define, a loop with two steps."""
    a = np.arange(32 * 256).reshape(32, 256).astype(np.float32).astype(BF16)
    c = np.zeros_like(a)
    program = moves("", n=8, pages=4)
    program.reader = EDITED
    run(program, a, c)
    np.testing.assert_array_equal(a, c)


OBJECTS = """
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#include "api/dataflow/noc.h"
#include "api/dataflow/dataflow_buffer.h"
#include "api/tensor/noc_traits.h"

void kernel_main() {
    constexpr uint32_t cb_A = get_compile_time_arg_val(0);
    constexpr auto A_args = TensorAccessorArgs<1>();
    const auto A = TensorAccessor(A_args, get_arg_val<uint32_t>(0));
    Noc noc;
    DataflowBuffer buffer(cb_A);
    for (uint32_t i = 0; i < 8; ++i) {
        buffer.reserve_back(1);
        noc.async_read(A, buffer, get_tile_size(cb_A), {.page_id = i}, {.offset_bytes = 0});
        noc.async_read_barrier();
        buffer.push_back(1);
    }
}
"""


def test_object_style(run: Run):
    a = np.arange(32 * 256).reshape(32, 256).astype(np.float32).astype(BF16)
    c = np.zeros_like(a)
    program = moves("", n=8)
    program.reader = OBJECTS
    run(program, a, c)
    np.testing.assert_array_equal(a, c)


def test_scaler_helper(run: Run):
    kind = "PoolType::AVG, ReduceDim::REDUCE_ROW"
    program = computes(
        f"reduce_init<{kind}>(cb_A, cb_S, cb_C); reduce_tile<{kind}>(cb_A, cb_S, 0, 0, 0);",
        "reduce",
        before="compute_kernel_hw_startup(cb_A, cb_A, cb_C); cb_wait_front(cb_S, 1);",
    )
    program.cbs.append(("S", "bfloat16", 1))
    helper = "dataflow_kernel_lib::calculate_and_prepare_reduce_scaler"
    program.reader = program.dataflow(
        READ.format(n=1, cb="A", tensor="A") + f"{helper}<cb_S, {kind}, 32>();"
    )
    program.writer = program.dataflow(
        "cb_wait_front(cb_C, 1); noc_async_write_page(0, C, get_read_ptr(cb_C));"
        "noc_async_write_barrier(); cb_pop_front(cb_C, 1);"
    )
    body = program.compute.split("\n")
    lines = ["    constexpr uint32_t cb_S = get_compile_time_arg_val(2);"]
    index = next(i for i, line in enumerate(body) if "compute_kernel_hw_startup" in line)
    program.compute = "\n".join(body[:index] + lines + body[index:])
    c = ones()
    run(program, ones() * 3, c)
    assert (c[:, 0] == 3).all()
    assert (c[:, 1:] == 0).all()
