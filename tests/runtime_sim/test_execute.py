"""Whole programs: results, counters, progress, order of turns, targets, checks of inputs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError, execute
from ttc.runtime_sim.fpu16 import add16

from .programs import READ, WRITE, Array, Program, Run, add_program, gemm_program, moves

BF16 = ml_dtypes.bfloat16


def normal(*shape: int, seed: int = 0) -> Array:
    values = np.random.default_rng(seed).standard_normal(shape)
    return values.astype(np.float32).astype(BF16)


def empty(*shape: int) -> Array:
    return np.full(shape, np.nan, BF16)


def add_arrays(m: int, n: int) -> list[Array]:
    return [normal(m, n), normal(m, n, seed=1), empty(m, n)]


def test_add_has_the_bits_of_16_bit_sums(run: Run):
    a, b, c = add_arrays(128, 192)
    run(add_program(128, 192), a, b, c)
    expected = add16(a.astype(np.float32), b.astype(np.float32))
    np.testing.assert_array_equal(c.astype(np.float32), expected)


def test_gemm_is_close_and_counted(run: Run):
    a, b, c = normal(128, 96), normal(96, 64, seed=1), empty(128, 64)
    counters = run(gemm_program(128, 64, 96), a, b, c)
    expected = a.astype(np.float32) @ b.astype(np.float32)
    np.testing.assert_allclose(c.astype(np.float32), expected, rtol=1e-2, atol=1e-2)
    m, n, k = 4, 2, 3
    assert counters.tile_ops["matmul"] == m * n * k
    assert counters.tile_ops["pack"] == m * n
    assert counters.tile_ops["unpack"] == 2 * m * n * k
    assert counters.tensors["A"].read_tiles == m * n * k
    assert counters.tensors["C"].written_tiles == m * n
    assert counters.tensors["C"].read_tiles == 0
    assert counters.dram.read_bytes == 2 * m * n * k * 2048
    assert counters.noc_bytes == (2 * m * n * k + m * n) * 2048
    assert (counters.l1_bytes, counters.cores) == (6 * 2048, 64)
    assert "A_shared.back" in counters.cb_stalls


def test_order_of_turns_does_not_matter(run: Run):
    results = list[Array]()
    for seed in (None, 1, 2, 3):
        a, b, c = normal(64, 64), normal(64, 64, seed=1), empty(64, 64)
        run(gemm_program(64, 64, 64), a, b, c, seed=seed)
        results.append(c)
    for other in results[1:]:
        np.testing.assert_array_equal(results[0], other)


def test_speed_of_gemm(run: Run):
    """512 x 512 x 512 in single tiles: 4096 steps, a few dozen microseconds each."""
    a, b, c = normal(512, 512), normal(512, 512, seed=1), empty(512, 512)
    start = time.perf_counter()
    run(gemm_program(512, 512, 512), a, b, c)
    assert time.perf_counter() - start < 1.5  # measured 0.06; other work shares the machine


def test_blackhole(run: Run):
    a, b, c = add_arrays(64, 128)
    run(add_program(64, 128, target="blackhole"), a, b, c)
    assert not np.isnan(c.astype(np.float32)).any()


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32", "uint32", "uint16"])
@pytest.mark.parametrize("shape", [(70,), (33, 31), (2, 40, 70), (2, 3, 32, 64)])
def test_tiles_of_any_rank_and_type_come_back(run: Run, dtype: str, shape: tuple[int, ...]):
    rows = shape[-2] if len(shape) > 1 else 1
    n = int(np.prod(shape[:-2])) * -(-rows // 32) * -(-[*shape][-1] // 32)
    program = Program([("A", shape, dtype, "in"), ("C", shape, dtype, "out")], [("A", dtype, 2)])
    program.reader = program.dataflow(READ.format(n=n, cb="A", tensor="A"))
    program.writer = program.dataflow(WRITE.format(n=n, cb="A", tensor="C"))
    file = BF16 if dtype == "bfloat16" else np.dtype(dtype)
    a = np.arange(np.prod(shape)).reshape(shape).astype(file)
    c = np.zeros_like(a)
    run(program, a, c)
    np.testing.assert_array_equal(a, c)


def test_outputs_start_as_nan(run: Run):
    a, c = normal(32, 64), np.zeros((32, 64), BF16)
    reader = READ.format(n=1, cb="A", tensor="A")
    run(moves(reader, WRITE.format(n=1, cb="A", tensor="C"), n=2), a, c)
    assert np.isnan(c[:, 32:].astype(np.float32)).all()
    np.testing.assert_array_equal(a[:, :32], c[:, :32])


def test_progress_ends_at_one(run: Run):
    a, b, c = add_arrays(64, 64)
    seen = list[float]()
    run(add_program(64, 64), a, b, c, progress=seen.append)
    assert seen[-1] == 1.0
    assert all(0 <= fraction <= 1 for fraction in seen)


def test_ttnn_is_restored(run: Run):
    a, b, c = add_arrays(64, 64)
    run(add_program(64, 64), a, b, c)
    assert "ttnn" not in sys.modules


def test_wrong_shape_and_type(run: Run):
    a, b, c = add_arrays(64, 64)
    with pytest.raises(SimulationError, match=r"'A' has the shape \(64, 64\), its array \(32,"):
        run(add_program(64, 64), a[:32], b, c)
    with pytest.raises(SimulationError, match="'B' is bfloat16, its array float32"):
        run(add_program(64, 64), a, b.astype(np.float32), c)
    with pytest.raises(SimulationError, match="3 tensors, 2 arrays"):
        run(add_program(64, 64), a, b)


def test_missing_files(tmp_path: Path):
    with pytest.raises(SimulationError, match=r"plan\.json cannot be read"):
        execute(tmp_path, [], "wormhole")
    (tmp_path / "plan.json").write_text("{")
    with pytest.raises(SimulationError, match="not JSON"):
        execute(tmp_path, [], "wormhole")
    (tmp_path / "plan.json").write_text('{"tensors": [], "scalars": [], "programs": []}')
    with pytest.raises(SimulationError, match=r"host\.py cannot be read"):
        execute(tmp_path, [], "wormhole")
    with pytest.raises(SimulationError, match="target 'grayskull' is not known"):
        execute(tmp_path, [], "grayskull")
