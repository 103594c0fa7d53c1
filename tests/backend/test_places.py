"""Masks, numbers of places and choices, as they are emitted, compute what numpy does."""

from __future__ import annotations

import numpy as np
import pytest

from .programs import BF16, Execute

ROWS, COLS = np.indices((64, 96)).astype(np.float32)


PLACES = """
tile.kernel @k(%A : !tile.tensor<64x96xf32, dram>, %Y : !tile.tensor<64x{wide}xf32, dram>,
    %start : index, %count : index) attributes {{ONE_CORE}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %step = arith.constant {step} : index
  %base = arith.constant {base} : index
  %end = arith.addi %start, %count : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x96xf32, dram> -> !tile.block<2x3xf32>
  scf.for %w = %start to %end step %c1 {{
    %far = arith.muli %w, %step : index
    %s = arith.subi %far, %base : index
    %col = arith.muli %w, %c3 : index
    %y = {op} : !tile.block<2x3xf32>
    tile.store %y, %Y[%c0, %col] : !tile.block<2x3xf32>, !tile.tensor<64x{wide}xf32, dram>
  }}
}}
"""


@pytest.mark.parametrize("factors", [(1, -1), (-1, 1), (0, -1), (-1, 0), (1, 1), (2, -3), (0, 0)])
@pytest.mark.parametrize("op", ["mask", "iota"])
def test_places_that_depend_on_the_block(
    execute_tiles: Execute, op: str, factors: tuple[int, int]
) -> None:
    a, b = factors
    text = (
        f"tile.mask <{a}, {b}> %s, %a, (-0x1p100)" if op == "mask" else f"tile.iota <{a}, {b}> %s"
    )
    text = text.replace("-0x1p100", "-1.0e+30")
    x = np.random.default_rng(0).standard_normal((64, 96)).astype(np.float32)
    y = np.zeros((64, 96 * 6), np.float32)
    execute_tiles(PLACES.format(wide=96 * 6, step=40, base=95, op=text), [x, y], items=6)
    for item in range(6):
        numbers = item * 40 - 95 + a * ROWS + b * COLS
        expected = np.where(numbers >= 0, x, np.float32(-1e30)) if op == "mask" else numbers
        assert np.array_equal(y[:, 96 * item : 96 * item + 96], expected), item


ONE = """
tile.kernel @k(%A : !tile.tensor<64x96x{ty}, dram>, %B : !tile.tensor<64x96x{ty}, dram>,
    %Y : !tile.tensor<64x96x{ty}, dram>, %start : index, %count : index) attributes {{ONE_CORE}} {{
  %c0 = arith.constant 0 : index
  %s = arith.constant {start} : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x96x{ty}, dram> -> !tile.block<2x3x{ty}>
  %b = tile.load %B[%c0, %c0] : !tile.tensor<64x96x{ty}, dram> -> !tile.block<2x3x{ty}>
  {ops}
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x3x{ty}>, !tile.tensor<64x96x{ty}, dram>
}}
"""


@pytest.mark.parametrize("start", [0, 31, 40, -32, -64, 200, -200])
def test_a_mask_that_is_known(execute_tiles: Execute, start: int) -> None:
    ops = "%y = tile.mask <1, -1> %s, %a, (2.5) : !tile.block<2x3xbf16>"
    x = np.random.default_rng(0).standard_normal((64, 96)).astype(BF16)
    y = np.zeros((64, 96), BF16)
    execute_tiles(ONE.format(ty="bf16", start=start, ops=ops), [x, x, y])
    assert np.array_equal(y, np.where(start + ROWS - COLS >= 0, x, BF16(2.5)))


CHOICE = """
  %c = tile.compare "{kind}" %a, %b : !tile.block<2x3x{ty}>
  %y = tile.select %c, %a, %b : !tile.block<2x3x{ty}>, !tile.block<2x3x{ty}>
"""
AGAINST = """
  %c = tile.scalar "{kind}" %a, (1.0) : !tile.block<2x3x{ty}>
  %y = tile.select %c, %b, %a : !tile.block<2x3x{ty}>, !tile.block<2x3x{ty}>
"""
KINDS = {
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
TYPES = {"bf16": BF16, "f32": np.float32, "i32": np.int32}


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_choice(execute_tiles: Execute, kind: str, dtype: str) -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.integers(-2, 3, (64, 96)).astype(TYPES[dtype]) for _ in range(2))
    y, z = np.zeros_like(a), np.zeros_like(a)
    execute_tiles(ONE.format(ty=dtype, start=0, ops=CHOICE.format(kind=kind, ty=dtype)), [a, b, y])
    assert np.array_equal(y, np.where(KINDS[kind](a, b), a, b))
    execute_tiles(ONE.format(ty=dtype, start=0, ops=AGAINST.format(kind=kind, ty=dtype)), [a, b, z])
    assert np.array_equal(z, np.where(KINDS[kind](a, TYPES[dtype](1)), b, a))
