"""What the matrix unit computes is the same bit for bit on an independent simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ttc.api import Kernel
from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.host_run import HostRun, run_host

from .programs import (
    NO_L1_ACCUMULATION,
    SMALL,
    Program,
    Record,
    examples,
    not_executed,
    small_programs,
)

BFLOAT16_UNIT, TF32_UNIT = 2.0**-7, 2.0**-10
"""Relative to the value: bfloat16 has 7 bits of fraction, and the source registers have 10."""


def integers(kernel: Kernel) -> list[Any]:
    """Small integers: sums and products of them are exact in every format on the way."""
    rng = np.random.default_rng(7)
    lowest = {p.name: 0 if np.dtype(p.host_dtype).kind == "u" else -3 for p in kernel.params}
    return [rng.integers(lowest[p.name], 4, p.shape).astype(p.host_dtype) for p in kernel.params]


def on_wolfpine(kernel: Kernel, arrays: list[Any], chip: str, sdk: Sdk, folder: Path) -> HostRun:
    given = {p.name: a for p, a in zip(kernel.params, arrays, strict=True) if p.role != "out"}
    return run_host(kernel.write(folder), sdk, chip, "wolfpine", given)


def test_every_row_of_sizes_belongs_to_an_example():
    assert SMALL.keys() <= {program.file.stem for program in examples()}


def test_an_example_without_small_sizes_is_not_passed_over():
    program = next(program for program in examples() if program.name == "gemm")
    with pytest.raises(pytest.fail.Exception, match=r"give it small sizes, with a row 'gemm' of"):
        not_executed(program, program.compiled("wormhole", small=False))


def assert_same(theirs: Any, ours: Any, dtype: str) -> None:
    """Every bit where the arithmetic is exact; a unit of the last place where it rounds."""
    if np.array_equal(ours, np.rint(ours)):
        np.testing.assert_array_equal(theirs, ours)
    else:
        unit = BFLOAT16_UNIT if dtype == "bfloat16" else TF32_UNIT
        np.testing.assert_allclose(theirs, ours, rtol=unit, atol=unit * np.abs(ours).max())


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("program", [*examples(), *small_programs()], ids=str)
def test_results_are_ours(program: Program, chip: str, sdk: Sdk, tmp_path: Path, record: Record):
    kernel = program.compiled(chip, small=True)
    reason = not_executed(program, kernel)
    record(program.name, f"wolfpine {chip}", f"not applicable: {reason}" if reason else "pass")
    if reason is not None:
        return
    arrays = integers(kernel)
    run = on_wolfpine(kernel, arrays, chip, sdk, tmp_path)
    assert run.reason == ""
    kernel.run(arrays)
    for parameter, array in zip(kernel.params, arrays, strict=True):
        if parameter.is_written:
            assert np.count_nonzero(array), f"{parameter.name} is zero everywhere: a weak test"
            assert_same(run.outputs[parameter.name], array.astype(np.float32), parameter.dtype)


def test_wolfpine_leaves_the_last_product_of_a_sum_in_l1(sdk: Sdk, tmp_path: Path):
    """The proof of `NO_L1_ACCUMULATION`: two steps over K, and the second alone is the result."""
    program = next(p for p in examples() if p.name == "gemm")
    sizes = {"M": "128", "N": "128", "K": "64", "block_M": "128", "block_N": "128", "block_K": "32"}
    program = Program("gemm", program.file, "gemm", sizes)
    kernel = program.compiled("wormhole", small=False)
    assert not_executed(program, kernel) == NO_L1_ACCUMULATION
    arrays = integers(kernel)
    a, b = (array.astype(np.float32) for array in arrays[:2])
    run = on_wolfpine(kernel, arrays, "wormhole", sdk, tmp_path)
    assert run.reason == ""
    kernel.run(arrays)
    np.testing.assert_array_equal(arrays[2].astype(np.float32), a @ b)
    np.testing.assert_array_equal(run.outputs["C"], a[:, 32:] @ b[32:])
