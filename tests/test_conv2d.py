"""Convolutions by T.im2col compute what they mean and read what they see, on both targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ttc
from ttc import inputs
from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.load import load
from ttc.run import Run, against_ref_program, against_reference, simulate
from ttc.targets import TARGETS

EXAMPLE = Path(__file__).parents[1] / "examples" / "conv2d.py"
TILE = 32
BYTES = 2

SIZES: dict[str, dict[str, int | str]] = {
    "1x1": {"WINDOW": 1, "PAD": 0},
    "1x1 in steps": {"WINDOW": 1, "PAD": 0, "STRIDE": 2},
    "3x3 unpadded": {"PAD": 0},
    "3x3 in steps": {"STRIDE": 2},
    "3x3 spread": {"DILATION": 2},
    "3x3 spread, unpadded": {"DILATION": 2, "PAD": 0, "STRIDE": 2},
    "5x5": {"WINDOW": 5, "BATCH": 1, "C_OUT": 32},
    "5x5 in steps": {"WINDOW": 5, "STRIDE": 2, "PAD": 2},
    "32 channels": {"C_IN": 32, "block_K": 32},
    "three pixels a block": {"C_IN": 32, "block_K": 96},
    "half a pixel a block": {"C_IN": 64, "block_K": 32},
    "no common blocks": {"C_IN": 96, "block_K": 64},
    "zeros behind a pixel": {"C_IN": 40, "block_K": 40, "WINDOW": 1, "STRIDE": 2},
    "a block beyond the window": {"block_K": 128},
    "small": {"BATCH": 1, "HEIGHT": 7, "WIDTH": 5, "C_OUT": 33},
    "one pixel": {"BATCH": 1, "HEIGHT": 1, "WIDTH": 1},
    "float32": {"C_IN": 32, "dtype": "float32", "BATCH": 1},
}
"""Sizes besides the example's own, whose places are no multiple of a block either."""


def compiled(target: str, sizes: dict[str, int | str]) -> Kernel:
    file = load(EXAMPLE, {name: str(size) for name, size in sizes.items()})
    (prim_func,) = file.kernels.values()
    return ttc.compile(prim_func, target=target)


def executed(kernel: Kernel, tmp_path: Path) -> Run:
    arrays = inputs.make(kernel.params, 0, {})
    return simulate(kernel.write(tmp_path), kernel.plan, arrays, None)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", SIZES)
def test_a_convolution_computes_what_it_means(name: str, target: str, tmp_path: Path):
    sizes = SIZES[name]
    kernel = compiled(target, sizes)
    run = executed(kernel, tmp_path)
    file = load(EXAMPLE, {name: str(size) for name, size in sizes.items()})
    for result in (
        against_reference(run, kernel.prim_func),
        against_ref_program(run, vars(file.module)["ref_program"], kernel.name),
    ):
        assert not isinstance(result, str), result
        assert result
        assert all(one.ok and one.pcc >= 0.999 for one in result), result
    assert check_directory(tmp_path / kernel.name) == []
    (program,) = kernel.plan["programs"]
    assert run.counters.dram.read_bytes == program["dram"]["read_bytes"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("stride", [1, 2])
def test_a_window_reads_the_pixels_in_the_image_and_no_others(
    stride: int, target: str, tmp_path: Path
):
    batch, height, width, channels, kernel_size = 2, 14, 20, 64, 3
    kernel = compiled(target, {"STRIDE": stride, "C_OUT": 64})
    run = executed(kernel, tmp_path)
    # How often a row or column of the window is inside, over all of its places.
    inside = [
        sum(
            0 <= step * stride + part - 1 < extent
            for step in range((extent - 1) // stride + 1)
            for part in range(kernel_size)
        )
        for extent in (height, width)
    ]
    pixels = batch * inside[0] * inside[1]
    assert run.counters.tensors["Image"].read_bytes == pixels * channels * BYTES


def test_an_image_lies_in_rows_and_the_plan_says_why():
    kernel = compiled("wormhole", {})
    image, weights, _ = kernel.plan["tensors"]
    assert (image["layout"], weights["layout"]) == ("row_major", "tile")
    assert image["page_bytes"] == 64 * BYTES
    assert image["tile_grid"] == [20, 1]
    assert image["why"] == (
        "a window moves over it: read in pieces of 128 bytes, made tiles by compute"
    )
    assert 'ROW_MAJOR = ["Image"]' in kernel.sources["host.py"]
    assert "write_row_major_tensor(" in kernel.sources["host.cpp"]


def test_an_image_is_never_spread_out_in_dram(tmp_path: Path):
    run = executed(compiled("wormhole", {"BATCH": 1}), tmp_path)
    assert {name for name, traffic in run.counters.tensors.items() if traffic.written_bytes} == {
        "Out"
    }
    rows = run.counters.tensors["Out"].written_tiles
    assert rows == -(-14 * 20 // TILE) * (96 // TILE)
    assert np.isfinite(run.left[-1].astype(np.float32)).all()
