"""Reductions and broadcasts, as they are emitted, compute what numpy does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from .programs import BF16, Array, Execute

REDUCE = """
tile.kernel @k(%A : !tile.tensor<128x96x{src}, dram>, %B : !tile.tensor<{out}xf32, dram>,
    %start : index, %count : index) attributes {{ONE_CORE}} {{
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<128x96x{src}, dram> -> !tile.block<4x3x{src}>
  %r = tile.reduce "{kind}" {axis} %a : !tile.block<4x3x{src}> -> !tile.block<{tiles}xf32>
  tile.store %r, %B[%c0, %c0] : !tile.block<{tiles}xf32>, !tile.tensor<{out}xf32, dram>
}}
"""


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("kind", ["sum", "max"])
@pytest.mark.parametrize("dtype", ["bf16", "f32"])
def test_a_reduction(execute_tiles: Execute, dtype: str, kind: str, axis: int) -> None:
    out, tiles = [("1x96", "1x3"), ("128x1", "4x1")][axis]
    text = REDUCE.format(src=dtype, kind=kind, axis=axis, out=out, tiles=tiles)
    rng = np.random.default_rng(0)
    a = rng.standard_normal((128, 96)).astype(BF16 if dtype == "bf16" else np.float32)
    b = np.zeros([int(n) for n in out.split("x")], np.float32)
    execute_tiles(text, [a, b])
    fold = np.sum if kind == "sum" else np.max
    assert np.allclose(b, fold(a.astype(np.float32), axis=axis, keepdims=True), atol=2e-2)


LOAD = """
tile.kernel @k(%A : !tile.tensor<64x96x{ty}, dram>, %V : !tile.tensor<{vec}x{ty}, dram>,
    %Y : !tile.tensor<64x96x{ty}, dram>, %start : index, %count : index) attributes {{ONE_CORE}} {{
  %c0 = arith.constant 0 : index
  %a = tile.load %A[%c0, %c0] : !tile.tensor<64x96x{ty}, dram> -> !tile.block<2x3x{ty}>
  %v = tile.load %V[%c0, %c0] : !tile.tensor<{vec}x{ty}, dram> -> !tile.block<{tiles}x{ty}>
  %b = tile.broadcast "{dim}" %v : !tile.block<{tiles}x{ty}> -> !tile.block<2x3x{ty}>
  %y = tile.{op} : !tile.block<2x3x{ty}>
  tile.store %y, %Y[%c0, %c0] : !tile.block<2x3x{ty}>, !tile.tensor<64x96x{ty}, dram>
}}
"""
VECTORS = {"rows": ("1x96", "1x3"), "cols": ("64x1", "2x1"), "scalar": ("1x1", "1x1")}
OPS: dict[str, Callable[[Array, Array], Array]] = {
    'binary "add" %a, %b': lambda a, v: a + v,
    'binary "sub" %a, %b': lambda a, v: a - v,
    'binary "sub" %b, %a': lambda a, v: v - a,
    'binary "mul" %b, %a': lambda a, v: a * v,
    'binary "div" %a, %b': lambda a, v: a / v,
    'binary "div" %b, %a': lambda a, v: v / a,
    'binary "max" %a, %b': np.maximum,
    'compare "lt" %a, %b': lambda a, v: (a < v).astype(np.float32),
}


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("dim", VECTORS)
@pytest.mark.parametrize("dtype", ["bf16", "f32"])
def test_a_broadcast(execute_tiles: Execute, dtype: str, dim: str, op: str) -> None:
    vec, tiles = VECTORS[dim]
    text = LOAD.format(ty=dtype, vec=vec, tiles=tiles, dim=dim, op=op)
    rng = np.random.default_rng(0)
    kind = BF16 if dtype == "bf16" else np.float32
    a, v = (
        rng.uniform(0.5, 2, shape).astype(kind)
        for shape in ((64, 96), [int(n) for n in vec.split("x")])
    )
    y = np.zeros((64, 96), kind)
    execute_tiles(text, [a, v, y])
    expected = OPS[op](a.astype(np.float32), v.astype(np.float32))
    tolerance = 2**-8 if dtype == "bf16" else 2**-22
    assert np.allclose(y.astype(np.float32), expected, rtol=tolerance)
