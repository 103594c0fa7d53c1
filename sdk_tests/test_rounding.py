"""How what does not fit into bfloat16 is rounded on wolfpine and on our simulator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ttc.api import Kernel
from ttc.runtime_sim.run import execute
from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.host_run import run_host

from .programs import KERNELS, Program

NOTABLE = (
    "43808000 43818000 c3808000 43807fff 43808001 80000000 00000001 80008000 007f8000 00800000 "
    "7f7fffff 7fc00000 7f800001 ffc12345 7f800000 ff800000"
)
"""Words of float32: halves, zeros, subnormals, the largest number, NaNs and infinities."""
FLOAT32 = Program("narrowed", KERNELS / "narrowed.py", "narrowed")
SUB = Program("sub", KERNELS / "elementwise.py", "sub", {"M": "64", "N": "64"})


def on_both(kernel: Kernel, arrays: list[Any], chip: str, sdk: Sdk, folder: Path):
    """Runs a kernel, whose last array is its output, on wolfpine and here; the words of both."""
    inputs = {p.name: a for p, a in zip(kernel.params[:-1], arrays, strict=True)}
    run = run_host(kernel.write(folder), sdk, chip, "wolfpine", inputs)
    assert run.reason == ""
    output = kernel.params[-1]
    ours = np.zeros(output.shape, output.host_dtype)
    kernel.run([*arrays, ours])
    theirs = run.outputs[output.name]
    return words(theirs), words(ours)


def words(array: Any) -> Any:
    return array.astype(np.float32).view(np.uint32)


@pytest.mark.parametrize("chip", CHIPS)
def test_the_packer_narrows_float32(chip: str, sdk: Sdk, tmp_path: Path):
    kernel = FLOAT32.compiled(chip, small=False)
    a = np.random.default_rng(0).standard_normal(kernel.params[0].shape).astype(np.float32)
    words = np.array([int(word, 16) for word in NOTABLE.split()], np.uint32)
    a[0, : words.size] = words.view(np.float32)
    # Every second row is halfway between two numbers of bfloat16.
    a[1::2] = (a[1::2].view(np.uint32) & 0xFFFF0000 | 0x8000).view(np.float32)
    theirs, ours = on_both(kernel, [a], chip, sdk, tmp_path)
    np.testing.assert_array_equal(theirs, ours)


@pytest.mark.parametrize("chip", CHIPS)
def test_the_matrix_unit_rounds_halves_away_from_zero(chip: str, sdk: Sdk, tmp_path: Path):
    """From 256 to 512 the numbers of bfloat16 are 2 apart: 1 more than one of them is a half."""
    kernel = SUB.compiled(chip, small=False)
    a = (256 + 2 * np.arange(64 * 64) % 254).reshape(64, 64)
    a[1::2] *= -1
    arrays = [x.astype(kernel.params[0].host_dtype) for x in (a, -np.sign(a))]
    theirs, ours = on_both(kernel, arrays, chip, sdk, tmp_path)
    np.testing.assert_array_equal(theirs.view(np.float32), a + 2 * np.sign(a))
    np.testing.assert_array_equal(theirs, ours)


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("op", ["+", "-", "*"])
def test_16_bits_of_dst(op: str, chip: str, sdk: Sdk, tmp_path: Path):
    """Numbers of like and of unlike size: an operand of a sum is cut, and a product has phases."""
    kernel = SUB.compiled(chip, small=False)
    folder = kernel.write(tmp_path)
    text = (folder / "compute.cpp").read_text()
    assert "fp32_dest_acc_en=False" in kernel.sources["host.py"]
    name = {"+": "add", "-": "sub", "*": "mul"}[op]
    (folder / "compute.cpp").write_text(re.sub(r"\bsub_(init|tiles)\b", rf"{name}_\1", text))
    rng = np.random.default_rng(1)
    shape, dtype = kernel.params[0].shape, kernel.params[0].host_dtype
    a, b = ((rng.standard_normal(shape) * 2.0 ** rng.integers(-6, 6, shape)).astype(dtype)
            for _ in range(2))  # fmt: skip
    run = run_host(folder, sdk, chip, "wolfpine", {"A": a, "B": b})
    assert run.reason == ""
    c = np.zeros(shape, dtype)
    execute(folder, [a, b, c], chip)
    np.testing.assert_array_equal(words(run.outputs["C"]), words(c))
