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

from .programs import NO_L1_ACCUMULATION, Program, Record, examples, not_executed, small_programs


def integers(kernel: Kernel) -> list[Any]:
    """Small integers: sums and products of them are exact in every format on the way."""
    rng = np.random.default_rng(7)
    return [rng.integers(-3, 4, p.shape).astype(p.host_dtype) for p in kernel.params]


def on_wolfpine(kernel: Kernel, arrays: list[Any], chip: str, sdk: Sdk, folder: Path) -> HostRun:
    given = {p.name: a for p, a in zip(kernel.params, arrays, strict=True) if p.role != "out"}
    return run_host(kernel.write(folder), sdk, chip, "wolfpine", given)


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("program", [*examples(), *small_programs()], ids=str)
def test_results_are_ours(program: Program, chip: str, sdk: Sdk, tmp_path: Path, record: Record):
    kernel = program.compiled(chip, small=True)
    reason = not_executed(kernel)
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
            np.testing.assert_array_equal(run.outputs[parameter.name], array.astype(np.float32))


def test_wolfpine_leaves_the_last_product_of_a_sum_in_l1(sdk: Sdk, tmp_path: Path):
    """The proof of `NO_L1_ACCUMULATION`: two steps over K, and the second alone is the result."""
    program = next(p for p in examples() if p.name == "gemm")
    sizes = {"M": "128", "N": "128", "K": "64", "block_M": "128", "block_N": "128", "block_K": "32"}
    kernel = Program("gemm", program.file, "gemm", sizes).compiled("wormhole", small=False)
    assert not_executed(kernel) == NO_L1_ACCUMULATION
    arrays = integers(kernel)
    a, b = (array.astype(np.float32) for array in arrays[:2])
    run = on_wolfpine(kernel, arrays, "wormhole", sdk, tmp_path)
    assert run.reason == ""
    kernel.run(arrays)
    np.testing.assert_array_equal(arrays[2].astype(np.float32), a @ b)
    np.testing.assert_array_equal(run.outputs["C"], a[:, 32:] @ b[32:])
