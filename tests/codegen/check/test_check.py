"""`check_directory`: silent about good programs; whole messages; what it does without a plan."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ttc.codegen.check import Finding, check_directory

Faulty = Callable[[str, str, str], list[Finding]]


@pytest.mark.parametrize("name", ["add", "gemm", "softmax"])
def test_a_good_program_has_no_findings(good: Path, name: str):
    assert check_directory(good / name) == []


def test_a_finding_shows_the_emitted_line_the_author_and_the_way_out(
    findings_with: Faulty, tmp_path: Path
):
    (finding,) = findings_with("add/compute.cpp", "t, t, 0);", "t, t);")
    file = tmp_path / "add" / "compute.cpp"
    assert str(finding) == (
        "error: 'add_tiles' takes 5 arguments, 4 given\n"
        f"  --> {file}:21:13\n"
        "   |\n"
        "21 |             add_tiles(cb_A_shared, cb_B_shared, t, t);  // add.py:15\n"
        "   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "note: made from add.py:15\n"
        "note: add_tiles(a, b, ia, ib, idst)"
    )


def test_a_warning_is_called_one(findings_with: Faulty, tmp_path: Path):
    (finding,) = findings_with("add/writer.cpp", "noc_async_write_page(", "noc_async_write_tile(")
    file = tmp_path / "add" / "writer.cpp"
    call = "noc_async_write_tile(by * 8 + bx * 2 + j, C, C_shared_l1 + j * 4096)"
    assert finding.severity == "warning"
    assert str(finding) == (
        "warning: 'noc_async_write_tile' is deprecated\n"
        f"  --> {file}:18:13\n"
        "   |\n"
        f"18 |             {call};\n"
        f"   |             {'^' * len(call)}\n"
        "note: made from add.py:16\n"
        "note: use noc_async_write_page"
    )


def test_an_imbalance_names_both_kernels_and_both_counts(findings_with: Faulty, tmp_path: Path):
    findings = findings_with(
        "softmax/compute.cpp", "cb_pop_front(cb_X, 4)", "cb_pop_front(cb_X, 2)"
    )
    file = tmp_path / "softmax" / "reader.cpp"
    assert str(findings[-1]) == (
        "error: the reader pushes 4*work.count pages to 'X' in all,"
        " the compute kernel pops 2*work.count\n"
        f"  --> {file}:36:9\n"
        "   |\n"
        "36 |         cb_push_back(cb_X, TILES);\n"
        "   |         ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "note: made from softmax.py:9\n"
        "note: both kernels need the same loops and conditions around the calls"
    )


def test_a_finding_about_the_plan_points_at_the_value(findings_with: Faulty, tmp_path: Path):
    (finding,) = findings_with("add/plan.json", '"used_bytes": 49152', '"used_bytes": 1')
    file = tmp_path / "add" / "plan.json"
    assert str(finding) == (
        "error: the circular buffers take 49152 bytes of L1, not 1\n"
        f"  --> {file}:35:28\n"
        "   |\n"
        '35 |       "l1": {"used_bytes": 1, "available_bytes": 1392640},\n'
        "   |                            ^"
    )


def test_paths_below_the_working_directory_are_shown_short(
    findings_with: Faulty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (finding,) = findings_with("add/compute.cpp", "exp_tile(0)", "exp_tile(4)")
    assert f"--> add{os.sep}compute.cpp:23:13\n" in str(finding)


def test_a_folder_without_a_plan(tmp_path: Path):
    (finding,) = check_directory(tmp_path)
    assert finding.message == "plan.json is missing"
    assert (finding.line, finding.column) == (1, 1)


def test_findings_come_in_the_same_order_twice(findings_with: Faulty, tmp_path: Path):
    first = findings_with("add/compute.cpp", "            tile_regs_acquire();\n", "")
    assert first == check_directory(tmp_path / "add")
    assert len(first) > 1
