"""Which pages of a tensor a launch writes, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ttc.dialects import tile
from ttc.passes.index_values import IndexValues
from ttc.passes.traffic import enclosing_conditions, enclosing_loops, trip_count


def pages_written(type_: tile.TensorType, stores: Sequence[tile.StoreOp], items: int) -> int:
    """Returns how many different pages the stores write, over all work items and iterations."""
    written = np.zeros(type_.pages, dtype=bool)
    rows, cols = type_.tile_grid
    for op in stores:
        loops = enclosing_loops(op)
        spaces = [items, *(trip_count(loop) for loop in loops[1:])]
        values = IndexValues(loops, spaces, enclosing_conditions(op))
        offsets = [values.value(offset) for offset in op.offsets]
        first, turns = np.zeros((), dtype=np.int64), values.turns
        for extent, offset in zip(type_.dims[:-2], offsets[:-2], strict=True):
            first = first * extent + offset
            turns = turns * ((offset >= 0) & (offset < extent))
        row, col = [np.zeros_like(first), *offsets][-2:]
        height, width = tile.dims_of(op.block)
        for r in range(height):
            for c in range(width):
                down, right = row + r, col + c
                there = (down >= 0) & (down < rows) & (right >= 0) & (right < cols)
                inside = there & (turns > 0)
                page = (first * rows + down) * cols + right
                written[np.broadcast_to(page, spaces)[np.broadcast_to(inside, spaces)]] = True
    return int(written.sum())
