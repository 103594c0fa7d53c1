"""Rows that are gathered and tilized, on wolfpine and on our simulator: the same bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk

from .programs import KERNELS, Program
from .test_wolfpine import integers, on_wolfpine

FACE = 16


def both(dtype: str, chip: str, sdk: Sdk, folder: Path) -> tuple[Any, Any]:
    """What wolfpine and our simulator make of shifted rows, as float32."""
    program = Program("shifted", KERNELS / "shifted.py", "shifted", {"dtype": repr(dtype)})
    kernel = program.compiled(chip, small=False)
    arrays = integers(kernel)
    run = on_wolfpine(kernel, arrays, chip, sdk, folder)
    assert run.reason == ""
    kernel.run(arrays)
    return run.outputs["B"], arrays[1].astype(np.float32)


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
    for top in range(0, len(ours), 2 * FACE):
        np.testing.assert_array_equal(theirs[top : top + FACE], ours[top + FACE : top + 2 * FACE])
        assert not theirs[top + FACE : top + 2 * FACE].any()
