"""The examples compute what they mean on both targets, and their C++ is what was reviewed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

import ttc
from ttc import inputs
from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.load import load
from ttc.run import (
    Run,
    against_ref_program,
    against_reference,
    as_the_file_has_it,
    simulate,
)
from ttc.targets import TARGETS

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
GOLDEN = ROOT / "tests" / "golden"
TILE = 32

Golden = Callable[[str, str], None]
Sizes = dict[str, int | bool]

SIZES: dict[str, list[Sizes]] = {
    "gated_residual": [{"M": 33, "N": 31}, {"M": 1, "N": 64}],
    "cast": [{"M": 33, "N": 31}],
    "quantize": [{"M": 33, "N": 31}, {"M": 64, "N": 96}],
    "reduce_rows": [{"M": 33, "N": 31}, {"M": 32, "N": 256}],
    "reduce_columns": [{"M": 33, "N": 31}, {"M": 128, "N": 64}],
    "softmax": [{"M": 33, "N": 31}, {"M": 64, "N": 128}],
    "layernorm": [{"M": 33, "N": 31}, {"M": 64, "N": 128}],
    "rmsnorm": [{"M": 33, "N": 31}, {"M": 64, "N": 512}],
    "head_rmsnorm": [
        {"TOKENS": 33, "WIDTH": 32},
        {"TOKENS": 64, "HEADS": 3, "WIDTH": 128},
        {"HEADS": 1},
    ],
    "rope": [{"SEQUENCE": 64, "DIM": 128}, {"BATCH": 1, "SEQUENCE": 33, "HEADS": 1}],
    "transpose": [{"M": 33, "N": 31}, {"M": 64, "N": 96}],
    "gemm_bias_gelu": [{"M": 33, "N": 31, "K": 65}, {"M": 64, "N": 128, "K": 64}],
    "gemm_pipelined": [{"M": 33, "N": 31, "K": 33, "num_stages": 1}, {"K": 512, "num_stages": 8}],
    "gemm_batched": [{"BATCH": 2, "M": 33, "N": 31, "K": 33}],
    "gemm_bfloat8": [{"M": 33, "N": 31, "K": 65}, {"M": 64, "N": 64, "K": 128}],
    "gemm_int8": [{"M": 33, "N": 31, "K": 65}, {"M": 64, "N": 64, "K": 128}],
    "gemm_split_k": [{"M": 33, "N": 31, "K": 129, "parts": 2}, {"M": 64, "N": 64, "K": 512}],
    "gemv": [{"M": 31, "K": 100}, {"M": 64, "K": 256}, {"M": 1, "K": 32}],
    "conv2d": [{"PAD": 0}, {"WINDOW": 1, "PAD": 0, "BATCH": 1}, {"STRIDE": 2, "C_IN": 32}],
    "hadamard": [{"N": 32, "M": 33}, {"N": 512, "M": 64}, {"N": 64, "M": 100, "BM": 64}],
    "fused_mlp": [{"M": 33, "D_IN": 31, "HIDDEN": 70, "D_OUT": 33}],
    "linear_attention": [{"SEQUENCE": 33, "BATCH": 1}, {"SEQUENCE": 128, "DIM": 128, "HEADS": 1}],
    "flash_attention": [
        {"causal": False},
        {"SEQUENCE": 33, "DIM": 32},
        {"SEQUENCE": 100, "DIM": 128, "HEADS_KV": 4, "causal": False},
        {"SEQUENCE": 127, "DIM": 128, "HEADS": 2, "HEADS_KV": 1, "BATCH": 2},
        {"SEQUENCE": 150, "DIM": 80, "HEADS_KV": 1, "causal": False, "block_N": 32},
        {"SEQUENCE": 256, "HEADS": 2, "HEADS_KV": 2, "block_M": 128},
    ],
}
"""Sizes besides an example's own: below a tile, multiples of blocks, and neither."""

CASES: list[tuple[str, Sizes]] = [
    (name, sizes) for name in EXAMPLES for sizes in ({}, *SIZES.get(name, []))
]

IN_TILES = ["add", "axpy_chain", "gemm", "gemm_odd", "gemm_batched", "gemm_pipelined", "transpose"]
"""Examples whose inputs may be any numbers that tell their tiles apart."""

WITH_HOSTS = [
    "add", "axpy_chain", "conv2d", "gated_residual", "gemm", "gemm_odd", "gemm_split_k", "rope",
]  # fmt: skip
"""Examples whose host programs are golden, too: each has something that the others' lack."""

WITHIN_A_ROUNDING = [
    "add", "axpy_chain", "gated_residual", "rope",
    "gemm", "gemm_batched", "gemm_bfloat8", "gemm_bias_gelu", "gemm_int8", "gemm_pipelined",
    "gemm_split_k",
]  # fmt: skip
"""Element-wise examples and products, of which a bfloat16 result is off by one place at most."""


def compiled(
    name: str, target: str = "wormhole", **sizes: int | bool
) -> tuple[Kernel, dict[str, Any]]:
    """Returns the one kernel of an example, and what else the file defines."""
    defines = {name: str(size) for name, size in sizes.items()}
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
        assert all(one.pcc >= 0.999 for one in result), result


def written(case: tuple[str, Sizes]) -> str:
    name, sizes = case
    return " ".join([name, *(f"{key}={size}" for key, size in sizes.items())])


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", CASES, ids=written)
def test_an_example_computes_what_it_means(case: tuple[str, Sizes], target: str, tmp_path: Path):
    name, sizes = case
    kernel, globals_ = compiled(name, target, **sizes)
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
    if name in WITHIN_A_ROUNDING:
        assert_within_a_rounding(run, globals_["ref_program"])


def assert_within_a_rounding(run: Run, reference: Callable[..., Any]) -> None:
    """Asserts that 99 % of a bfloat16 result are the reference's, rounded, or next to it."""
    (index,) = run.outputs()
    if run.parameters[index].dtype != "bfloat16":
        return
    given = [
        as_the_file_has_it(parameter, array)
        for parameter, array in zip(run.parameters, run.given, strict=True)
        if parameter.is_read
    ]
    expected = np.asarray(reference(*given)).astype(ml_dtypes.bfloat16)
    off = np.abs(places(run.left[index]) - places(expected))
    assert np.mean(off <= 1) >= 0.99, f"{np.mean(off > 1):.1%} are off by more than one place"


def places(values: np.ndarray) -> np.ndarray:
    """Returns the place of each bfloat16 among all of them, in ascending order; zeros are one."""
    bits = values.view(np.int16).astype(np.int32)
    return np.where(bits < 0, -(bits & 0x7FFF), bits)


@pytest.mark.parametrize("name", IN_TILES)
def test_every_tile_goes_where_it_belongs(name: str, tmp_path: Path):
    kernel, globals_ = compiled(name)
    arrays = inputs.make(kernel.params, 0, {})
    for array in arrays:
        rows, cols = np.indices(array.shape)[-2:] // TILE
        # Small integers, another in each tile of a row and a column: exact in bfloat16.
        array[...] = ((rows * 7 + cols * 3) % 11 - 5).astype(array.dtype)
    assert_right(kernel, executed(kernel, arrays, tmp_path), globals_)


def negative(values: np.ndarray) -> np.ndarray:
    return -1 - np.abs(values)


def one_huge(values: np.ndarray) -> np.ndarray:
    values[..., values.shape[-1] // 2] *= 1000
    return values


def constant(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(values[..., :1], values.shape)


@pytest.mark.parametrize("change", [negative, one_huge, constant])
@pytest.mark.parametrize(
    "name", ["softmax", "layernorm", "rmsnorm", "reduce_rows", "reduce_columns", "quantize"]
)
def test_statistics_are_of_the_rows_alone(
    name: str, change: Callable[[np.ndarray], np.ndarray], tmp_path: Path
):
    """Padding reads 0: it must be no maximum of negative numbers, and no part of a sum."""
    kernel, globals_ = compiled(name, M=70, N=83)
    arrays = inputs.make(kernel.params, 0, {})
    arrays[0][...] = change(arrays[0].astype(np.float32)).astype(arrays[0].dtype)
    assert_right(kernel, executed(kernel, arrays, tmp_path), globals_)


@pytest.mark.parametrize("causal", [False, True])
def test_attention_of_large_scores_is_finite(causal: bool, tmp_path: Path):
    """Scores of hundreds, all of them negative: exp of one alone is out of every range."""
    kernel, globals_ = compiled("flash_attention", SEQUENCE=100, causal=causal)
    arrays = inputs.make(kernel.params, 0, {})
    queries, keys = (array.astype(np.float32) for array in arrays[:2])
    arrays[0][...] = (4 * np.abs(queries)).astype(arrays[0].dtype)
    arrays[1][...] = (-4 * np.abs(keys)).astype(arrays[1].dtype)
    assert_right(kernel, executed(kernel, arrays, tmp_path), globals_)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_emitted_program_is_the_reviewed_one(name: str, golden: Golden):
    kernel, _ = compiled(name)
    for file, text in kernel.sources.items():
        if name in WITH_HOSTS or not file.startswith("host."):
            golden(f"{name}/{file}", text)
    if name in WITH_HOSTS:
        plan = compiled(name, "blackhole")[0].sources["plan.json"]
        golden(f"{name}/plan-blackhole.json", plan)


@pytest.mark.parametrize("name", WITH_HOSTS)
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
    kernel, globals_ = compiled("gemm", M=m, N=n, K=k, block_M=bm, block_N=bn, block_K=bk)
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
    tiles_m, tiles_n, tiles_k = m // TILE, n // TILE, k // TILE
    expected = tiles_m * tiles_k * (n // bn) + tiles_k * tiles_n * (m // bm)
    assert run.counters.dram.read_tiles == expected
    planned = kernel.plan["programs"][0]["dram"]["read_bytes"]
    assert run.counters.dram.read_bytes == planned == expected * 2048
    assert run.counters.dram.written_tiles == tiles_m * tiles_n


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(
    ("sequence", "dim", "heads", "heads_kv", "bm", "bn"),
    [(256, 64, 2, 2, 64, 64), (200, 64, 4, 2, 64, 32), (160, 96, 2, 1, 32, 64)],
)
def test_attention_reads_what_it_sees_once_for_each_block_of_rows(
    sequence: int,
    dim: int,
    heads: int,
    heads_kv: int,
    bm: int,
    bn: int,
    causal: bool,
    tmp_path: Path,
):
    kernel, globals_ = compiled(
        "flash_attention",
        SEQUENCE=sequence,
        DIM=dim,
        HEADS=heads,
        HEADS_KV=heads_kv,
        block_M=bm,
        block_N=bn,
        causal=causal,
    )
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
    tensors = run.counters.tensors
    rows, cols = -(-sequence // TILE), dim // TILE
    once = heads * rows * cols
    seen = 0
    for first in range(0, sequence, bm):
        last = min(first + bm, sequence) if causal else sequence
        seen += min(-(-last // bn) * bn // TILE, rows)
    assert tensors["Q"].read_tiles == tensors["Out"].written_tiles == once
    assert tensors["K"].read_tiles == tensors["V"].read_tiles == heads * seen * cols
    assert run.counters.dram.read_tiles == once + 2 * heads * seen * cols
    assert run.counters.dram.written_tiles == once
    (program,) = kernel.plan["programs"]
    assert program["dram"]["read_bytes"] == run.counters.dram.read_bytes


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_grid_may_be_larger_than_the_chip(target: str, tmp_path: Path):
    kernel, globals_ = compiled("add", target, M=4096, N=4096)
    assert sum(work["count"] for work in kernel.plan["programs"][0]["work"]) == 64 * 64
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)


@pytest.mark.parametrize(("rows", "cols"), [(32, 32), (64, 96), (33, 31), (1, 32), (100, 100)])
def test_tensors_need_not_be_multiples_of_tiles_or_blocks(rows: int, cols: int, tmp_path: Path):
    kernel, globals_ = compiled("add", M=rows, N=cols)
    run = executed(kernel, inputs.make(kernel.params, 0, {}), tmp_path)
    assert_right(kernel, run, globals_)
