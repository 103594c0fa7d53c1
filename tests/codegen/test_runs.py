"""The hand-written programs compute what they should when they are executed."""

from __future__ import annotations

from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import execute


def small_integers(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return rng.integers(-2, 3, shape).astype(ml_dtypes.bfloat16)


def write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("program", ["add"])
def test_add_with_edges(files: dict[str, str], tmp_path: Path) -> None:
    write(files, tmp_path)
    rng = np.random.default_rng(0)
    a, b = (small_integers(rng, (70, 100)) for _ in range(2))
    c = np.zeros((70, 100), ml_dtypes.bfloat16)
    counters = execute(tmp_path, [a, b, c], "wormhole")
    assert np.array_equal(c, a + b)
    # No tile outside the 3x4 tiles of a tensor is read or written.
    assert counters.dram.read_tiles == 2 * 12
    assert counters.dram.written_tiles == 12


@pytest.mark.parametrize("program", ["gemm"])
def test_gemm_accumulates_in_l1(files: dict[str, str], tmp_path: Path) -> None:
    write(files, tmp_path)
    rng = np.random.default_rng(0)
    a, b = small_integers(rng, (128, 96)), small_integers(rng, (96, 64))
    c = np.zeros((128, 64), ml_dtypes.bfloat16)
    execute(tmp_path, [a, b, c], "wormhole")
    expected = a.astype(np.float32) @ b.astype(np.float32)
    assert np.array_equal(c, expected.astype(ml_dtypes.bfloat16))
