"""Branches with block results, carried scalars and parts of blocks compute what they should."""

from __future__ import annotations

import numpy as np
import pytest

from .programs import Array, Execute

HEAD = """
!T = !tile.tensor<64x384xf32, dram>
!b = !tile.block<2x2xf32>
tile.kernel @k(%A : !T, %B : !T, %Y : !T, %start : index, %count : index)
    attributes {ONE_CORE} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %c6 = arith.constant 6 : index
  %end = arith.addi %start, %count : index
  scf.for %w = %start to %end step %c1 {
    %bx = arith.remui %w, %c6 {ttc.below = 6 : index} : index
    %col = arith.muli %bx, %c2 : index
"""
TAIL = """
    tile.store %y, %Y[%c0, %col] : !b, !T
  }
}
"""


def given(seed: int = 0) -> list[Array]:
    rng = np.random.default_rng(seed)
    a, b = (rng.standard_normal((64, 384)).astype(np.float32) for _ in range(2))
    return [a, b, np.zeros((64, 384), np.float32)]


def blocks(array: Array) -> list[Array]:
    return [array[:, 64 * n : 64 * n + 64] for n in range(6)]


def test_a_branch_with_a_block_result(execute_tiles: Execute) -> None:
    """Only the way that is taken loads what it needs."""
    text = """
    %a = tile.load %A[%c0, %col] : !T -> !b
    %left = arith.cmpi ult, %bx, %c3 : index
    %y = scf.if %left -> (!b) {
      %b = tile.load %B[%c0, %col] : !T -> !b
      %s = tile.binary "add" %a, %b : !b
      scf.yield %s : !b
    } else {
      scf.yield %a : !b
    }
    """
    a, b, y = given()
    counters = execute_tiles(HEAD + text + TAIL, [a, b, y], items=6)
    expected = np.hstack(
        [p + q if n < 3 else p for n, (p, q) in enumerate(zip(blocks(a), blocks(b), strict=True))]
    )
    assert np.array_equal(y, expected)
    assert counters.tensors["B"].read_tiles == 3 * 4


def test_a_branch_that_changes_what_a_loop_carries(execute_tiles: Execute) -> None:
    text = """
    %zero = tile.fill(0.0) : !b
    %y = scf.for %k = %c0 to %c6 step %c1 iter_args(%sum = %zero) -> (!b) {
      %at = arith.muli %k, %c2 : index
      %known = arith.cmpi ule, %k, %bx : index
      %next = scf.if %known -> (!b) {
        %b = tile.load %B[%c0, %at] : !T -> !b
        %s = tile.binary "add" %sum, %b : !b
        scf.yield %s : !b
      } else {
        scf.yield %sum : !b
      }
      scf.yield %next : !b
    }
    """
    a, b, y = given()
    counters = execute_tiles(HEAD + text + TAIL, [a, b, y], items=6)
    expected = np.hstack([sum(blocks(b)[1 : n + 1], blocks(b)[0]) for n in range(6)])
    assert np.allclose(y, expected, atol=1e-5)
    assert counters.tensors["B"].read_tiles == 21 * 4
    # The way that changes nothing packs nothing: 21 sums, six first zeros, six last copies.
    assert counters.tile_ops["pack"] == (21 + 6 + 6) * 4


def test_statistics_that_a_branch_skips(execute_tiles: Execute) -> None:
    """As in block-sparse attention: several carried values, of which one way leaves all alone."""
    text = """
    %low = tile.fill(-1.0e+30) : !v
    %zero = tile.fill(0.0) : !v
    %m, %l = scf.for %k = %c0 to %c6 step %c1 iter_args(%mi = %low, %li = %zero) -> (!v, !v) {
      %at = arith.muli %k, %c2 : index
      %odd = arith.remui %k, %c2 : index
      %taken = arith.cmpi eq, %odd, %c0 : index
      %mo, %lo = scf.if %taken -> (!v, !v) {
        %b = tile.load %B[%c0, %at] : !T -> !b
        %r = tile.reduce "max" 1 %b : !b -> !v
        %mn = tile.binary "max" %mi, %r : !v
        %d = tile.binary "sub" %mi, %mn : !v
        %e = tile.unary "exp" %d : !v
        %la = tile.binary "mul" %li, %e : !v
        %mb = tile.broadcast "cols" %mn : !v -> !b
        %db = tile.binary "sub" %b, %mb : !b
        %p = tile.unary "exp" %db : !b
        %s = tile.reduce "sum" 1 %p : !b -> !v
        %ln = tile.binary "add" %la, %s : !v
        scf.yield %mn, %ln : !v, !v
      } else {
        scf.yield %mi, %li : !v, !v
      }
      scf.yield %mo, %lo : !v, !v
    }
    %a = tile.load %A[%c0, %col] : !T -> !b
    %lb = tile.broadcast "cols" %l : !v -> !b
    %mb = tile.broadcast "cols" %m : !v -> !b
    %q = tile.binary "sub" %a, %mb : !b
    %y = tile.binary "div" %q, %lb : !b
    """
    a, b, y = given()
    execute_tiles(
        (HEAD + text + TAIL).replace("!b = ", "!v = !tile.block<2x1xf32>\n!b = "),
        [a, b, y],
        items=6,
    )
    seen = np.hstack(blocks(b)[::2])
    m = seen.max(axis=1, keepdims=True)
    total = np.exp(seen - m).sum(axis=1, keepdims=True)
    expected = (a - m) / total
    assert np.abs(y - expected).max() < 5e-3  # the maximum goes through TF32


def test_a_store_in_a_branch_of_a_branch(execute_tiles: Execute) -> None:
    text = """
    %a = tile.load %A[%c0, %col] : !T -> !b
    %y = tile.unary "neg" %a : !b
    %odd = arith.remui %bx, %c2 : index
    %is_odd = arith.cmpi eq, %odd, %c1 : index
    scf.if %is_odd {
      %low = arith.cmpi ult, %bx, %c4 : index
      scf.if %low {
        %d = tile.scalar "mul" %a, (2.0) : !b
        tile.store %d, %B[%c0, %col] : !b, !T
      } else {
        tile.store %a, %B[%c0, %col] : !b, !T
      }
    }
    """
    a, b, y = given()
    b[:] = 0
    execute_tiles(HEAD + text + TAIL, [a, b, y], items=6)
    assert np.array_equal(y, -a)
    for n, (p, q) in enumerate(zip(blocks(a), blocks(b), strict=True)):
        assert np.array_equal(q, 2 * p if n in (1, 3) else p if n == 5 else 0 * p)


def test_scalars_that_a_loop_carries(execute_tiles: Execute) -> None:
    """Two of them change places: neither may be overwritten before it is read."""
    text = """
    %zero = tile.fill(0.0) : !b
    %p, %q, %y = scf.for %k = %c0 to %bx step %c1 iter_args(%i = %c0, %j = %c1, %sum = %zero)
        -> (index, index, !b) {
      %at = arith.muli %i, %c2 : index
      %b = tile.load %B[%c0, %at] : !T -> !b
      %s = tile.binary "add" %sum, %b : !b
      %n = arith.addi %i, %c2 : index
      scf.yield %j, %n, %s : index, index, !b
    }
    %first = arith.cmpi eq, %bx, %c0 : index
    %from = scf.if %first -> (index) {
      scf.yield %c4 : index
    } else {
      %back = arith.subi %bx, %c1 : index
      scf.yield %back : index
    }
    %col2 = arith.muli %from, %c2 : index
    %again = tile.load %A[%c0, %col2] : !T -> !b
    %d = tile.scalar "mul" %again, (3.0) : !b
    tile.store %d, %A[%c0, %col2] : !b, !T
    """
    a, b, y = given()
    # i, j run 0 1, 1 2, 2 3, ... : the blocks of B in order
    execute_tiles(
        (HEAD + text + TAIL).replace("%n = arith.addi %i, %c2", "%n = arith.addi %i, %c2"),
        [a, b, y],
        items=6,
    )
    expected = [sum(blocks(b)[:n], np.zeros((64, 64), np.float32)) for n in range(6)]
    assert np.allclose(y, np.hstack(expected), atol=1e-5)


@pytest.mark.parametrize("into", ["%a", "%b"])
def test_parts_of_blocks(execute_tiles: Execute, into: str) -> None:
    text = f"""
    %a = tile.load %A[%c0, %c0] : !T -> !tile.block<2x12xf32>
    %wide = tile.load %B[%c0, %c0] : !T -> !tile.block<2x12xf32>
    %b = tile.extract %wide[%c0, %col] : !tile.block<2x12xf32> -> !b
    %one = tile.extract %a[%c1, %col] : !tile.block<2x12xf32> -> !tile.block<1x1xf32>
    %twice = tile.scalar "mul" %one, (2.0) : !tile.block<1x1xf32>
    %odd = arith.remui %bx, %c2 : index
    %whole = tile.extract %a[%c0, %col] : !tile.block<2x12xf32> -> !b
    %y = tile.insert %twice, {into.replace("a", "whole")}[%odd, %c1] : !tile.block<1x1xf32>, !b
    """
    a, b, y = given()
    execute_tiles(HEAD + text + TAIL, [a, b, y], items=6)
    for n, out in enumerate(blocks(y)):
        expected = blocks(a if into == "%a" else b)[n].copy()
        expected[32 * (n % 2) : 32 * (n % 2) + 32, 32:] = 2 * blocks(a)[n][32:, :32]
        assert np.array_equal(out, expected)


def test_a_product_of_parts(execute_tiles: Execute) -> None:
    text = """
    %a = tile.load %A[%c0, %c0] : !T -> !tile.block<2x12xf32>
    %wide = tile.load %B[%c0, %c0] : !T -> !tile.block<2x12xf32>
    %p = tile.extract %a[%c0, %col] : !tile.block<2x12xf32> -> !b
    %q = tile.extract %wide[%c0, %col] : !tile.block<2x12xf32> -> !b
    %zero = tile.fill(0.0) : !b
    %y = tile.matmul %p, %q, %zero : !b, !b -> !b
    """
    a, b, y = given()
    execute_tiles(HEAD + text + TAIL, [a, b, y], items=6)
    expected = np.hstack([p @ q for p, q in zip(blocks(a), blocks(b), strict=True)])
    assert np.allclose(y, expected, atol=0.2)
