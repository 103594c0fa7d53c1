"""The loop of FlashAttention at the TILE level: running statistics, a mask and two products."""

from __future__ import annotations

import numpy as np
import pytest

from .programs import BF16, Array, Execute

FLASH = """
!Q = !tile.tensor<{s}x{d}xbf16, dram>
!s = !tile.block<2x2xf32>
!v = !tile.block<2x1xf32>
!o = !tile.block<2x{dt}xf32>
!b = !tile.block<2x{dt}xbf16>
tile.kernel @flash(%Q : !Q, %K : !Q, %V : !Q, %O : !Q, %start : index, %count : index)
    attributes {{ONE_CORE}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c64 = arith.constant 64 : index
  %blocks = arith.constant {blocks} : index
  %end = arith.addi %start, %count : index
  scf.for %w = %start to %end step %c1 {{
    %by = arith.remui %w, %blocks {{ttc.below = {blocks} : index}} : index
    %row = arith.muli %by, %c2 : index
    %q = tile.load %Q[%row, %c0] : !Q -> !b
    %m0 = tile.fill(-1.0e+30) : !v
    %l0 = tile.fill(0.0) : !v
    %o0 = tile.fill(0.0) : !o
    %next = arith.addi %by, %c1 : index
    %m, %l, %o = scf.for %k = %c0 to {until} step %c1 iter_args(%mi = %m0, %li = %l0, %oi = %o0)
        -> (!v, !v, !o) {{
      %at = arith.muli %k, %c2 : index
      %kb = tile.load %K[%at, %c0] {{transposed}} : !Q -> !tile.block<{dt}x2xbf16>
      %vb = tile.load %V[%at, %c0] : !Q -> !b
      %z = tile.fill(0.0) : !s
      %below = arith.subi %by, %k : index
      %from = arith.muli %below, %c64 : index
      {mask}
      %s = tile.matmul %q, %kb, %z1 {{transpose_b}} : !b, !tile.block<{dt}x2xbf16> -> !s
      %sm = tile.reduce "max" 1 %s : !s -> !v
      %mn = tile.binary "max" %mi, %sm : !v
      %ms = tile.scalar "mul" %mi, ({scale}) : !v
      %mb = tile.broadcast "cols" %mn : !v -> !s
      %mbs = tile.scalar "mul" %mb, ({scale}) : !s
      %mns = tile.scalar "mul" %mn, ({scale}) : !v
      %dm = tile.binary "sub" %ms, %mns : !v
      %alpha = tile.unary "exp2" %dm : !v
      %ss = tile.scalar "mul" %s, ({scale}) : !s
      %ds = tile.binary "sub" %ss, %mbs : !s
      %p = tile.unary "exp2" %ds : !s
      %sum = tile.reduce "sum" 1 %p : !s -> !v
      %la = tile.binary "mul" %li, %alpha : !v
      %ln = tile.binary "add" %la, %sum : !v
      %pb = tile.cast %p : !s -> !tile.block<2x2xbf16>
      %ab = tile.broadcast "cols" %alpha : !v -> !o
      %oa = tile.binary "mul" %oi, %ab : !o
      %on = tile.matmul %pb, %vb, %oa : !tile.block<2x2xbf16>, !b -> !o
      scf.yield %mn, %ln, %on : !v, !v, !o
    }} {{num_stages = 2 : i64}}
    %lb = tile.broadcast "cols" %l : !v -> !o
    %on = tile.binary "div" %o, %lb : !o
    %ob = tile.cast %on : !o -> !b
    tile.store %ob, %O[%row, %c0] : !b, !Q
  }}
}}
"""
MASK = "%z1 = tile.mask <1, -1> %from, %z, (-1.0e+30) : !s"
NO_MASK = "%z1 = tile.fill(0.0) : !s"


def attention(q: Array, k: Array, v: Array, causal: bool) -> Array:
    q, k, v = (x.astype(np.float32) for x in (q, k, v))
    scores = q @ k.T / np.sqrt(q.shape[1])
    if causal:
        scores = np.where(np.tri(len(scores), dtype=bool), scores, -np.inf)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    return p @ v / p.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("d", [64, 128])
def test_flash_attention(execute_tiles: Execute, d: int, causal: bool) -> None:
    s = 256
    rng = np.random.default_rng(0)
    q, k, v = (rng.standard_normal((s, d)).astype(BF16) for _ in range(3))
    out = np.zeros((s, d), BF16)
    text = FLASH.format(
        s=s,
        d=d,
        dt=d // 32,
        blocks=s // 64,
        until="%next" if causal else "%blocks",
        mask=MASK if causal else NO_MASK,
        scale=f"{1.4426950408889634 / d**0.5:.9f}",
    )
    counters = execute_tiles(text, [q, k, v, out], items=s // 64)
    expected = attention(q, k, v, causal)
    correlation = np.corrcoef(out.astype(np.float32).ravel(), expected.ravel())[0, 1]
    assert correlation >= 0.9999
    assert np.abs(out.astype(np.float32) - expected).max() < 0.02
    blocks = sum(range(1, s // 64 + 1)) if causal else (s // 64) ** 2
    assert counters.tensors["Q"].read_tiles == s * d // 1024
    assert counters.tensors["K"].read_tiles == blocks * 64 * d // 1024
    assert counters.tensors["V"].read_tiles == blocks * 64 * d // 1024
