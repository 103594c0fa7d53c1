"""
How the dimensions of a buffer lie in rows and columns.

A layout lists, for each dimension on the device, the author's dimension that it is; -1 is an added
one of extent 1. The last two are the rows and the columns, the others choose a matrix:

    [0, 1]         rows and columns as written
    [-1, 0]        a vector as one row
    [0, -1]        a vector as one column
    [0, 2, 1, 3]   (batch, sequence, head, width): each head's matrix of sequence by width

A block in L1 is one matrix: those that the other dimensions choose stand one below the other. In a
stack, a buffer that has its layout from unroll-outer, each begins a tile:

    [0, -1, 1]     a row for each index of the first dimension, in the first row of its tiles
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Literal, cast

from xdsl.dialects.builtin import ArrayAttr, IntegerAttr, i64
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue

from ttc.dialects import grid
from ttc.dtypes import TILE_DIM, tiles

Layout = tuple[int, ...]
Line = Literal["row", "column"]
"""How a vector lies, and which way a T.Parallel over one extent runs."""

LAYOUT = "layout"
"""Attribute of a grid.alloc: its layout, where it is not as written."""
LAYOUTS = "layouts"
"""Attribute of a kernel: the layouts of its tensors, in the order of its arguments."""

ROW: Layout = (-1, 0)
COLUMN: Layout = (0, -1)


def as_written(rank: int) -> Layout:
    """Returns the layout of a buffer that nothing says anything about."""
    return ROW if rank == 1 else tuple(range(rank))


def layout_of(buffer: SSAValue) -> Layout:
    """Returns the layout of a buffer or a parameter."""
    assert isinstance(buffer.type, grid.BufferType)
    found: Attribute | None = None
    if isinstance(buffer, BlockArgument):
        kernel = buffer.block.parent_op()
        layouts = None if kernel is None else kernel.attributes.get(LAYOUTS)
        if isinstance(layouts, ArrayAttr):
            found = cast(ArrayAttr[Attribute], layouts).data[buffer.index]
    elif isinstance(buffer.owner, Operation):
        found = buffer.owner.attributes.get(LAYOUT)
    return as_written(len(buffer.type.dims)) if found is None else layout_from(found)


def layout_attr(layout: Sequence[int]) -> ArrayAttr[IntegerAttr]:
    return ArrayAttr([IntegerAttr(n, i64) for n in layout])


def layout_from(attribute: Attribute) -> Layout:
    assert isinstance(attribute, ArrayAttr)
    numbers = cast(ArrayAttr[IntegerAttr], attribute)
    return tuple(number.value.data for number in numbers)


def device_dims(dims: Sequence[int], layout: Layout) -> tuple[int, ...]:
    """Returns the extents on the device."""
    return tuple(1 if n < 0 else dims[n] for n in layout)


def root(buffer: SSAValue) -> SSAValue:
    """Returns the buffer that a chain of views is made of."""
    while isinstance(buffer.owner, grid.ReshapeOp):
        buffer = buffer.owner.src
    return buffer


def is_stack(buffer: SSAValue) -> bool:
    """Tells whether a local buffer has several blocks, each in tiles of its own."""
    assert isinstance(buffer.type, grid.BufferType)
    if not isinstance(buffer.owner, grid.AllocOp) or LAYOUT not in buffer.owner.attributes:
        return False
    return prod(device_dims(buffer.type.dims, layout_of(buffer))[:-2]) > 1


def lying_dims(buffer: SSAValue) -> tuple[int, ...]:
    """Returns the extents of a local buffer on the device, those of a stack in whole tiles."""
    assert isinstance(buffer.type, grid.BufferType)
    *outer, rows, cols = device_dims(buffer.type.dims, layout_of(buffer))
    return (*outer, tiles(rows) * TILE_DIM if is_stack(buffer) else rows, cols)


def matrix_of(buffer: SSAValue) -> tuple[int, int]:
    """Returns the rows and columns of a local buffer, or of each matrix of a parameter."""
    assert isinstance(buffer.type, grid.BufferType)
    if buffer.type.is_global:
        rows, cols = device_dims(buffer.type.dims, layout_of(buffer))[-2:]
        return rows, cols
    *outer, cols = lying_dims(buffer)
    return prod(outer), cols
