"""Telling kernels, one a file of tests/kernels, compute what they mean on both targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ttc
from ttc import inputs
from ttc.api import Kernel
from ttc.build import lower
from ttc.load import KernelFile, load
from ttc.precision import computed_in
from ttc.run import Run, against_ref_program, against_reference, simulate
from ttc.targets import TARGETS

KERNELS = Path(__file__).parent / "kernels"
EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.stem for path in KERNELS.glob("*.py"))
TILE = 32


def compiled(file: KernelFile, target: str) -> Kernel:
    (prim_func,) = file.kernels.values()
    return ttc.compile(prim_func, target=target)


def executed(kernel: Kernel, tmp_path: Path) -> Run:
    arrays = inputs.make(kernel.params, 0, {})
    return simulate(kernel.write(tmp_path), kernel.plan, arrays, None)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", NAMES)
def test_a_kernel_computes_what_it_means(name: str, target: str, tmp_path: Path):
    file = load(KERNELS / f"{name}.py")
    kernel = compiled(file, target)
    run = executed(kernel, tmp_path)
    computed = computed_in(lower(kernel.prim_func))
    reference = vars(file.module)["ref_program"]
    for result in (
        against_reference(run, kernel.prim_func),
        against_ref_program(run, reference, name, computed),
    ):
        assert not isinstance(result, str), result
        assert result
        assert all(one.ok for one in result), result


@pytest.mark.parametrize("name", NAMES)
def test_a_kernel_leaves_what_it_reads(name: str, tmp_path: Path):
    kernel = compiled(load(KERNELS / f"{name}.py"), "wormhole")
    run = executed(kernel, tmp_path)
    for parameter, before, after in zip(run.parameters, run.given, run.left, strict=True):
        assert parameter.is_written or np.array_equal(before, after), parameter.name


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "defines",
    [
        {},
        {"M": "512", "N": "256", "K": "384", "block_N": "64"},
        {"M": "256", "N": "512", "K": "96", "block_M": "32", "block_K": "96"},
        {"M": "192", "N": "320", "K": "64", "block_M": "96", "block_N": "160"},
    ],
    ids=["1024", "64 columns", "32 rows", "96x160"],
)
def test_gemm_reads_every_block_once_for_each_that_uses_it(
    defines: dict[str, str], target: str, tmp_path: Path
):
    kernel = compiled(load(EXAMPLES / "gemm.py", defines), target)
    tensors = executed(kernel, tmp_path).counters.tensors
    m, n, k = (int(defines.get(size, "1024")) for size in "MNK")
    mt, nt, kt = m // TILE, n // TILE, k // TILE
    columns = n // int(defines.get("block_N", "128"))
    rows = m // int(defines.get("block_M", "128"))
    assert tensors["A"].read_tiles == mt * kt * columns
    assert tensors["B"].read_tiles == kt * nt * rows
    assert tensors["C"].written_tiles == mt * nt
    assert tensors["C"].read_tiles == 0
