"""The examples compute what they mean on both targets, and their C++ is what was reviewed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ttc
from ttc import inputs
from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.load import load
from ttc.run import Run, against_ref_program, against_reference, simulate
from ttc.targets import TARGETS

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
GOLDEN = ROOT / "tests" / "golden"
TILE = 32

Golden = Callable[[str, str], None]


def compiled(name: str, target: str = "wormhole", **defines: str) -> tuple[Kernel, dict[str, Any]]:
    """Returns the one kernel of an example, and what else the file defines."""
    file = load(ROOT / "examples" / f"{name}.py", defines)
    (prim_func,) = file.kernels.values()
    return ttc.compile(prim_func, target=target), vars(file.module)


def executed(kernel: Kernel, arrays: list[Any], tmp_path: Path) -> Run:
    return simulate(kernel.write(tmp_path), kernel.plan, arrays, None)


def assert_right(kernel: Kernel, run: Run, globals_: Mapping[str, Any]) -> None:
    for result in (
        against_reference(run, kernel.prim_func),
        against_ref_program(run, globals_["ref_program"], kernel.name),
    ):
        assert not isinstance(result, str), result
        assert result
        assert all(one.ok for one in result), result


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_computes_what_it_means(name: str, target: str, tmp_path: Path):
    kernel, globals_ = compiled(name, target)
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_tile_goes_where_it_belongs(name: str, tmp_path: Path):
    kernel, globals_ = compiled(name)
    arrays = inputs.make(kernel.params, 0, {})
    for array in arrays:
        rows, cols = np.indices(array.shape) // TILE
        # Small integers, another in each tile of a row and a column: exact in bfloat16.
        array[...] = ((rows * 7 + cols * 3) % 11 - 5).astype(array.dtype)
    assert_right(kernel, executed(kernel, arrays, tmp_path), globals_)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_emitted_program_is_the_reviewed_one(name: str, golden: Golden):
    kernel, _ = compiled(name)
    for file, text in kernel.sources.items():
        golden(f"{name}/{file}", text)
    plan = compiled(name, "blackhole")[0].sources["plan.json"]
    golden(f"{name}/plan-blackhole.json", plan)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_reviewed_program_passes_the_check(name: str):
    assert [str(finding) for finding in check_directory(GOLDEN / name)] == []


@pytest.mark.parametrize(
    ("m", "n", "k", "bm", "bn", "bk"),
    [
        (256, 384, 128, 64, 128, 32),
        (128, 128, 256, 32, 32, 64),
        (512, 256, 64, 128, 64, 32),
        (96, 96, 96, 96, 32, 32),
    ],
)
def test_a_gemm_reads_each_tile_once_for_each_block_that_needs_it(
    m: int, n: int, k: int, bm: int, bn: int, bk: int, tmp_path: Path
):
    sizes = {"M": m, "N": n, "K": k, "block_M": bm, "block_N": bn, "block_K": bk}
    kernel, globals_ = compiled("gemm", **{name: str(size) for name, size in sizes.items()})
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
    tiles_m, tiles_n, tiles_k = m // TILE, n // TILE, k // TILE
    expected = tiles_m * tiles_k * (n // bn) + tiles_k * tiles_n * (m // bm)
    assert run.counters.dram.read_tiles == expected
    assert run.counters.dram.read_bytes == kernel.plan["dram"]["read_bytes"] == expected * 2048
    assert run.counters.dram.written_tiles == tiles_m * tiles_n


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_grid_may_be_larger_than_the_chip(target: str, tmp_path: Path):
    kernel, globals_ = compiled("add", target, M="4096", N="4096")
    assert sum(work["count"] for work in kernel.plan["work"]) == 64 * 64
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)


@pytest.mark.parametrize(("rows", "cols"), [(32, 32), (64, 96), (33, 31), (1, 32), (100, 100)])
def test_tensors_need_not_be_multiples_of_tiles_or_blocks(rows: int, cols: int, tmp_path: Path):
    kernel, globals_ = compiled("add", M=str(rows), N=str(cols))
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
