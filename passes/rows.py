"""What a load of rows reads: pieces of rows, each wholly inside its tensor or wholly outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, prod

from xdsl.ir import SSAValue

from ttc.dialects import tile
from ttc.dtypes import TILE_DIM, dtype_of, tiles
from ttc.passes.affine import divisor_of, range_of

FACE = 16
"""Rows and columns of a face; a tile is four of them (metalium constants.hpp FACE_HEIGHT)."""
L1_ALIGNMENT = 16
"""Reads from L1 begin at multiples of so many bytes, on both sides (metalium noc_parameters.h)."""


@dataclass(frozen=True)
class Rows:
    """
    How a block of rows is read: `count` rows of `pieces` runs of `length` elements.

    `pitch` are the elements from one row to the next in L1. Behind the last piece of a row, and
    behind the last row, there are zeros up to whole tiles.
    """

    count: int
    pieces: int
    length: int
    pitch: int
    element_bytes: int

    @property
    def asked(self) -> int:
        """Elements of a row that are asked for."""
        return self.pieces * self.length

    @property
    def is_zeroed_first(self) -> bool:
        """Whether zeros cannot be put behind the rows: they come from L1, to aligned addresses."""
        return self.asked < self.pitch and self.asked * self.element_bytes % L1_ALIGNMENT != 0

    @property
    def padding_rows(self) -> int:
        """Rows of zeros behind the last one."""
        return tiles(self.count) * TILE_DIM - self.count


def page_strides(tensor: SSAValue) -> list[int]:
    """Returns how many pages an index of each dimension of rows is apart, all but the last one."""
    type_, memory = tensor.type, tile.memory_of(tensor).type
    assert isinstance(type_, tile.TensorType)
    assert isinstance(memory, tile.TensorType)
    if type_.is_in_order or type_ == memory:
        return steps(type_.dims)
    author = steps(memory.author_dims)
    return [0 if n < 0 else author[n] for n in type_.order_dims[:-1]]


def steps(dims: Sequence[int]) -> list[int]:
    """Returns the steps of all dimensions but the last, in rows."""
    return [prod(dims[n + 1 : -1]) for n in range(len(dims) - 1)]


def columns_written(op: tile.StoreOp) -> tuple[int, bool]:
    """
    Returns how many columns a store to rows writes, in elements before pad-tiles, in tiles after.

    The second is False if only a run knows how many of them are inside of the tensor.
    """
    assert isinstance(op.tensor.type, tile.TensorType)
    _, cols = tile.dims_of(op.block) if op.elements is None else op.elements.data
    width = op.tensor.type.dims[-1]
    low, high = range_of(op.offsets[-1])
    if low == high and 0 <= low < width:
        return min(cols, width - low), True
    return cols, low >= 0 and high + cols <= width


def rows_of(op: tile.LoadOp) -> Rows:
    """Returns how a load of rows reads its block, in elements before pad-tiles, in tiles after."""
    assert isinstance(op.tensor.type, tile.TensorType)
    count, cols = tile.dims_of(op.block) if op.elements is None else op.elements.data
    pitch = tiles(cols) * TILE_DIM
    width, offset = op.tensor.type.dims[-1], op.offsets[-1]
    low, high = range_of(offset)
    if op.window is not None:
        length = gcd(cols, width, divisor_of(offset))
    elif low >= 0 and high + cols <= width:
        length = cols
    elif low == high and 0 <= low < width:
        length = cols = width - low
    else:
        length = gcd(cols, width, divisor_of(offset))
    element_bytes = dtype_of(op.tensor.type.element_type).bits // 8
    return Rows(count, cols // length, length, pitch, element_bytes)
