"""Rows that are gathered, made of tiles and written, on wolfpine and on our simulator."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.host_cpp import check_host_cpp
from ttc.sdk.host_run import run_host

from .programs import KERNELS, ROOT, Program
from .test_wolfpine import integers, on_wolfpine

FACE = 16
VIEWS: dict[str, dict[str, str]] = {
    "heads": {},
    "a row in blocks": {"M": "32", "N": "320", "ROWS": "320"},
    "last tiles not full": {"M": "40", "N": "160", "ROWS": "100", "COLS": "64"},
}
"""Sizes of a block and of its view."""


def outputs(
    name: str,
    dtype: str,
    chip: str,
    sdk: Sdk,
    folder: Path,
    defines: dict[str, str] | None = None,
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What wolfpine and our simulator make of a kernel's inputs, as float32."""
    file = KERNELS / ("shifted.py" if name == "shifted" else "viewed.py")
    program = Program(name, file, name, {"dtype": repr(dtype), **(defines or {})})
    kernel = program.compiled(chip, small=False)
    arrays = integers(kernel)
    run = on_wolfpine(kernel, arrays, chip, sdk, folder)
    assert run.reason == ""
    kernel.run(arrays)
    params = zip(kernel.params, arrays, strict=True)
    return run.outputs, {p.name: a.astype(np.float32) for p, a in params if p.role == "out"}


def both(dtype: str, chip: str, sdk: Sdk, folder: Path) -> tuple[Any, Any]:
    """What wolfpine and our simulator make of shifted rows."""
    theirs, ours = outputs("shifted", dtype, chip, sdk, folder)
    return theirs["B"], ours["B"]


@pytest.mark.parametrize(
    ("dtype", "chip"),
    [*(("bfloat16", chip) for chip in CHIPS), ("float32", "blackhole")],
)
def test_rows_become_tiles(dtype: str, chip: str, sdk: Sdk, tmp_path: Path):
    theirs, ours = both(dtype, chip, sdk, tmp_path)
    assert np.count_nonzero(ours)
    np.testing.assert_array_equal(theirs, ours)


def test_wolfpine_takes_w_for_z_in_float32_tiles(sdk: Sdk, tmp_path: Path):
    """
    Why float32 on Wormhole is not above: the lower faces of a tile land where the upper ones were.

    SETADCZW's third bit is Z of the output and the fourth W (tt-isa-documentation, SETADCZW); the
    unpacker clears W to go on at the lower faces (llk_unpack_tilize.h), and wolfpine clears Z.
    """
    theirs, ours = both("float32", "wormhole", sdk, tmp_path)
    assert_lower_faces_are_above(theirs, ours)


def assert_lower_faces_are_above(theirs: Any, ours: Any) -> None:
    for top in range(0, len(ours), 2 * FACE):
        np.testing.assert_array_equal(theirs[top : top + FACE], ours[top + FACE : top + 2 * FACE])
        assert not theirs[top + FACE : top + 2 * FACE].any()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("dtype", "chip"),
    [*(("bfloat16", chip) for chip in CHIPS), ("float32", "blackhole"), ("int32", "blackhole")],
)
def test_a_view_is_tiles_of_other_rows(view: str, dtype: str, chip: str, sdk: Sdk, tmp_path: Path):
    theirs, ours = outputs("viewed", dtype, chip, sdk, tmp_path, VIEWS[view])
    for name in ("B", "C"):
        assert np.count_nonzero(ours[name])
        np.testing.assert_array_equal(theirs[name], ours[name])


@pytest.mark.parametrize("dtype", ["float32", "int32"])
def test_rows_of_words_are_right_on_wormhole(dtype: str, sdk: Sdk, tmp_path: Path):
    """The packer's rows are: what wolfpine takes for tiles of them has their lower halves above."""
    theirs, ours = outputs("viewed", dtype, "wormhole", sdk, tmp_path)
    assert_lower_faces_are_above(theirs["B"], ours["B"])
    np.testing.assert_array_equal(theirs["C"], ours["C"])


@pytest.mark.parametrize("chip", CHIPS)
def test_what_follows_a_view_finds_the_packer_as_it_was(chip: str, sdk: Sdk, tmp_path: Path):
    theirs, ours = outputs("product", "bfloat16", chip, sdk, tmp_path)
    assert np.count_nonzero(ours["C"])
    np.testing.assert_array_equal(theirs["C"], ours["C"])


@pytest.mark.parametrize("chip", CHIPS)
def test_rows_that_are_written_are_read_in_the_next_launch(chip: str, sdk: Sdk, tmp_path: Path):
    program = Program("between", KERNELS / "between.py", "between")
    kernel = program.compiled(chip, small=False)
    arrays = integers(kernel)
    run = on_wolfpine(kernel, arrays, chip, sdk, tmp_path)
    assert run.reason == ""
    kernel.run(arrays)
    for n, name in ((1, "B"), (2, "Rows")):
        assert np.count_nonzero(arrays[n])
        np.testing.assert_array_equal(run.outputs[name], arrays[n].astype(np.float32))


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize(
    "name", ["two_convolutions", "two_shapes", "two_ways", "written_two_ways", "any_place"]
)
def test_the_runtime_takes_tensors_in_several_forms(name: str, chip: str, sdk: Sdk, tmp_path: Path):
    program = Program(name, ROOT / "tests" / "kernels" / f"{name}.py", name)
    kernel = program.compiled(chip, small=False)
    folder = kernel.write(tmp_path)
    run = run_host(folder, sdk, chip, "mock", {})
    assert run.reason == ""
    assert [str(finding) for finding in check_host_cpp(folder)] == []
    assert run.outputs.keys() == {p.name for p in kernel.params if p.is_written}
