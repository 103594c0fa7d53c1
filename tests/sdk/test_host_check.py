"""What the runtime would crash on or not notice is found in host.py before it runs."""

import shutil
from pathlib import Path

import pytest

from ttc.sdk.host_check import check_host

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/host.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_is_emitted_agrees_with_its_plan(folder: Path):
    assert check_host(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    (0, 0, 0, 1), ",
            "    (7, 8, 0, 1), (0, 0, 0, 1), ",
            "runtime arguments of reader are given for core (7, 8), where it does not run",
        ),
        (
            "    (0, 0, 0, 1), ",
            "    ",
            "runtime arguments of reader are missing for core (0, 0)",
        ),
        (
            "        circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8),\n",
            "",
            "circular buffer 'B_shared' is not declared: kernels use id 2",
        ),
        (
            "circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8)",
            "circular_buffer(CORES, 2, ttnn.float32, page_bytes=4096, pages=8)",
            "circular buffer 'B_shared' is 8 pages of 4096 bytes of float32,"
            " in the plan 8 pages of 2048 bytes of bfloat16",
        ),
        (
            "circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8),\n",
            "circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8),\n"
            "        circular_buffer(CORES, 9, ttnn.bfloat16, page_bytes=2048, pages=8),\n",
            "circular buffer 9 is declared, and not in the plan",
        ),
        (
            "compute_args[x][y] = [count]",
            "compute_args[x][y] = [count] * 400",
            "compute.cpp gets 400 runtime arguments on core (0, 0), not 1",
        ),
        (
            "                2,  # B_shared\n                *accessor(A),\n",
            "                *accessor(A),\n                2,  # B_shared\n",
            "reader.cpp gets the compile-time arguments [1, 2, 2048, 2, 2, 2048],"
            " not [1, 2, 2, 2048, 2, 2048]",
        ),
        ('"writer.cpp"', '"reader.cpp"', "writer.cpp is in the plan, and the program has no"),
    ],
)
def test_an_edit_is_found(old: str, new: str, message: str, tmp_path: Path):
    folder = shutil.copytree(GOLDEN / "gemm", tmp_path / "gemm")
    text = (folder / "host.py").read_text()
    assert old in text
    (folder / "host.py").write_text(text.replace(old, new, 1))
    findings = check_host(folder)
    assert any(finding.message.startswith(message) for finding in findings), findings
