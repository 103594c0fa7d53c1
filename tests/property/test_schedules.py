"""Every block of a grid runs once, whatever the schedule; what is only moved arrives bit by bit."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttc.targets import TARGETS

from .running import Array, assert_within, attempt, repeatable, run

TILE = 32

GRID = """\
import ttc.language as T


@T.prim_func
def tagged(A: T.Tensor({shape}, "{dtype}"), C: T.Tensor({shape}, "{dtype}")):
    with T.Kernel({grid}) as ({ids}):
        {schedule}
        s = T.alloc_shared(({rows}, {cols}), "{dtype}")
        T.copy(A[{outer}by * {rows}, bx * {cols}], s)
        T.copy(s, C[{outer}by * {rows}, bx * {cols}])
"""

VECTOR = """\
import ttc.language as T


@T.prim_func
def vector(A: T.Tensor(({size},), "{dtype}"), C: T.Tensor(({size},), "{dtype}")):
    with T.Kernel(T.ceildiv({size}, {block})) as bx:
        {schedule}
        s = T.alloc_shared(({block},), "{dtype}")
        f = T.alloc_fragment(({block},), "{dtype}")
        T.copy(A[bx * {block}], s)
        for i in T.Parallel({block}):
            f[i] = s[i] + 1
        T.copy(f, C[bx * {block}])
"""


@dataclass(frozen=True)
class Grid:
    """A grid of one to three dimensions, the third a batch, and how it is dealt to the cores."""

    extents: tuple[int, ...]
    block: tuple[int, int]
    tail: tuple[int, int]
    schedule: str
    dtype: str

    def text(self) -> str:
        x, y, *batch = self.extents
        rows, cols = self.block
        shape = (*batch, y * rows - self.tail[0], x * cols - self.tail[1])
        return GRID.format(
            shape=shape,
            dtype=self.dtype,
            grid=", ".join(map(str, self.extents)),
            ids=", ".join(("bx", "by", "bz")[: len(self.extents)]),
            schedule=self.schedule,
            rows=rows,
            cols=cols,
            outer="bz, " if batch else "",
        )


@st.composite
def schedules(draw: st.DrawFn) -> str:
    work = draw(st.sampled_from(["contiguous", "strided"]))
    order = draw(st.sampled_from(["row", "column", "swizzle"]))
    panel = f", panel_size={draw(st.integers(1, 9))}" if order == "swizzle" else ""
    made = f"T.annotate_schedule(work='{work}', order='{order}'{panel})"
    return draw(st.sampled_from(["", f"T.use_swizzle({draw(st.integers(1, 9))})", made, made]))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    count = draw(st.integers(2, 3))
    extents = tuple(draw(st.integers(1, 24 if count == 2 else 7)) for _ in range(count))
    block = draw(st.sampled_from([(32, 32), (32, 64), (64, 32)]))
    tail = draw(st.integers(0, 31)), draw(st.integers(0, 31))
    dtype = draw(st.sampled_from(["bfloat16", "float32", "int32"]))
    return Grid(extents, block, tail, draw(schedules()), dtype)


@st.composite
def vectors(draw: st.DrawFn) -> str:
    return VECTOR.format(
        size=draw(st.one_of(st.integers(1, 9000), st.sampled_from([1, 32, 4096]))),
        block=draw(st.sampled_from([32, 64, 96, 256, 1024])),
        dtype=draw(st.sampled_from(["bfloat16", "float32", "int32"])),
        schedule=draw(st.sampled_from(["", "T.annotate_schedule(work='strided')"])),
    )


def tagged(dtype: Any, shape: tuple[int, ...]) -> Array:
    """Another number in each tile, and in each element of it, as far as the dtype goes."""
    numbers = np.arange(prod(shape)).reshape(shape)
    if len(shape) > 1:
        row, col = (index // TILE for index in np.indices(shape)[-2:])
        numbers = numbers % 7 + 8 * (row + 31 * col)
    # bfloat16 has seven bits after the first.
    return numbers % 120 if np.dtype(dtype).itemsize == 2 else numbers % 1_000_003


@pytest.mark.parametrize("target", TARGETS)
@repeatable(40)
@given(grid=grids())
def test_every_block_is_moved_once(target: str, grid: Grid):
    def check(path: Path) -> None:
        ran = run(path, target, tagged)
        assert_within(ran.outputs()[0], ran.inputs()[0], 0.0)
        counters = ran.kernel.counters
        assert counters is not None
        tiles = prod(ran.given[0].shape[:-2]) * prod(-(-n // TILE) for n in ran.given[0].shape[-2:])
        assert counters.tensors["A"].read_tiles == tiles
        assert counters.tensors["C"].written_tiles == tiles

    attempt(grid.text(), target, check)


@pytest.mark.parametrize("target", TARGETS)
@repeatable(25)
@given(text=vectors())
def test_vectors_of_any_length(target: str, text: str):
    def check(path: Path) -> None:
        ran = run(path, target, tagged)
        assert_within(ran.outputs()[0], ran.inputs()[0] + 1, 0.0)

    attempt(text, target, check)
