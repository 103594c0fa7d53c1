"""Whether stores write all of a tensor, with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

import numpy as np

from ttc.dialects import tile
from ttc.passes.affine import divisor_of
from ttc.passes.index_values import IndexValues
from ttc.passes.rows import page_strides, steps
from ttc.passes.traffic import enclosing_conditions, enclosing_loops, trip_count


def is_written(type_: tile.TensorType, stores: Sequence[tile.StoreOp], items: int) -> bool:
    """Tells whether the stores write every page, over all work items and iterations."""
    cols, unit = type_.tile_grid[1], 1
    if type_.is_rows:
        # A page is written in parts: of as many elements as all stores step by.
        cols = type_.dims[-1]
        unit = gcd(cols, *(step for op in stores for step in columns_of(op)))
        cols //= unit
    written = np.zeros((type_.pages // type_.tile_grid[1], cols), dtype=bool)
    for op in stores:
        assert isinstance(op.tensor.type, tile.TensorType)
        dims, (rows, _) = op.tensor.type.dims, op.tensor.type.tile_grid
        loops = enclosing_loops(op)
        spaces = [items, *(trip_count(loop) for loop in loops[1:])]
        values = IndexValues(loops, spaces, enclosing_conditions(op))
        offsets = [values.value(offset) for offset in op.offsets]
        strides = page_strides(op.tensor) if type_.is_rows else steps((*dims[:-2], rows, 1))
        first = np.zeros((), dtype=np.int64)
        known = values.turns > 0
        for extent, stride, offset in zip(dims[:-2], strides, offsets[:-2], strict=False):
            first = first + stride * offset
            known = known & (offset >= 0) & (offset < extent)
        row, col = [np.zeros_like(first), *offsets][-2:]
        down_by = strides[-1] if strides else 1
        height, width = tile.dims_of(op.block) if op.elements is None else op.elements.data
        for r in range(height):
            for c in range(width // unit):
                down, right = row + r, col // unit + c
                there = (down >= 0) & (down < rows) & (right >= 0) & (right < cols)
                inside = np.broadcast_to(there & known, spaces)
                page = np.broadcast_to(first + down_by * down, spaces)[inside]
                written[page, np.broadcast_to(right, spaces)[inside]] = True
    return bool(written.all())


def columns_of(op: tile.StoreOp) -> tuple[int, int]:
    """Returns where the columns of a store to rows may begin, and how many they are."""
    assert op.elements is not None
    return divisor_of(op.offsets[-1]), op.elements.data[1]
