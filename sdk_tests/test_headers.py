"""Every emitted kernel compiles against the SDK's headers, for both chips."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.headers import check_headers

from .programs import ROOT, Program, Record, examples, small_programs

GOLDEN = ROOT / "tests" / "golden"
FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/plan.json"))


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("program", [*examples(), *small_programs()], ids=str)
def test_kernels_compile(program: Program, chip: str, sdk: Sdk, tmp_path: Path, record: Record):
    record(program.name, f"headers {chip}", "pass")
    folder = program.compiled(chip, small=False).write(tmp_path)
    assert [str(finding) for finding in check_headers(folder, sdk, (chip,))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_reviewed_kernels_compile_for_both_chips(folder: Path, sdk: Sdk):
    assert [str(finding) for finding in check_headers(folder, sdk)] == []


def edited(name: str, file: str, old: str, new: str, tmp_path: Path) -> Path:
    folder = tmp_path / name
    shutil.copytree(GOLDEN / name, folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    return folder


def test_an_error_names_the_line_of_the_kernel_file(sdk: Sdk, tmp_path: Path):
    folder = edited("gemm", "compute.cpp", "cb_pop_front(cb_A", "cb_drop_front(cb_A", tmp_path)
    (finding,) = check_headers(folder, sdk)
    place = re.search(r"^.*cb_drop_front", (folder / "compute.cpp").read_text(), re.MULTILINE)
    assert place is not None
    assert (finding.column, finding.width) == (13, len("cb_drop_front"))
    assert finding.author is not None
    assert finding.author.startswith("gemm.py:")
    assert "'cb_drop_front' was not declared" in finding.message


def test_an_error_inside_a_header_is_shown_where_the_kernel_leads_there(sdk: Sdk, tmp_path: Path):
    old, new = "get_compile_time_arg_val(1)", "get_compile_time_arg_val(9)"
    folder = edited("gemm", "reader.cpp", old, new, tmp_path)
    finding = next(f for f in check_headers(folder, sdk) if "Index out of range" in f.message)
    lines = (folder / "reader.cpp").read_text().splitlines()
    assert "get_compile_time_arg_val(9)" in lines[finding.line - 1]
    assert "compile_time_args.h" in finding.way_out
