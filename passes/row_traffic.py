"""How many bytes of rows a kernel reads and writes, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from xdsl.dialects import scf
from xdsl.ir import SSAValue

from ttc.dialects import tile
from ttc.dtypes import dtype_of
from ttc.passes.index_values import IndexValues, Numbers
from ttc.passes.rows import rows_of

Flags = npt.NDArray[np.bool_]


def row_bytes(
    op: tile.LoadOp | tile.StoreOp,
    loops: list[scf.ForOp],
    spaces: list[int],
    conditions: Sequence[tuple[SSAValue, bool]],
) -> int:
    """Returns the bytes that an op moves of rows over all iterations, without zeros it makes."""
    assert isinstance(op.tensor.type, tile.TensorType)
    values = IndexValues(loops, spaces, conditions)
    if isinstance(op, tile.StoreOp):
        return bytes_written(op, values)
    rows = rows_of(op)
    offsets = [values.value(offset) for offset in op.offsets]
    pieces = [offsets[-1] + piece * rows.length for piece in range(rows.pieces)]
    if op.window is None:
        *dims, width = op.tensor.type.dims
        count: Numbers = np.asarray(0)
        for piece in pieces:
            count = count + within(piece, width)
        for index, extent in zip(offsets[:-2], dims[:-1], strict=True):
            count = count * within(index, extent)
        if dims:
            count = count * values.inside(op.offsets[-2], rows.count, dims[-1])
    else:
        count = np.asarray(0)
        for row in range(rows.count):
            for piece in pieces:
                count = count + sees(op, offsets[0] + row, piece)
    return values.total(count) * rows.length * rows.element_bytes


def bytes_written(op: tile.StoreOp, values: IndexValues) -> int:
    assert isinstance(op.tensor.type, tile.TensorType)
    assert op.elements is not None
    rows, cols = op.elements.data
    *_, height, width = (1, *op.tensor.type.dims)
    first = None if len(op.offsets) == 1 else op.offsets[-2]
    count = values.inside(first, rows, height) * values.inside(op.offsets[-1], cols, width)
    for offset, extent in zip(op.offsets[:-2], op.tensor.type.dims[:-2], strict=False):
        count = count * within(values.value(offset), extent)
    return values.total(count) * dtype_of(op.tensor.type.element_type).bits // 8


def sees(op: tile.LoadOp, place: Numbers, element: Numbers) -> Flags:
    """Tells where a window sees a pixel of the image."""
    assert isinstance(op.tensor.type, tile.TensorType)
    assert op.window is not None
    window, (images, height, width, channels) = op.window.data, op.tensor.type.dims
    down_steps, across_steps = window.steps(height), window.steps(width)
    position = element // channels
    down, across = position // window.kernel, position % window.kernel
    h = place // across_steps % down_steps * window.stride + down * window.dilation - window.pad
    w = place % across_steps * window.stride + across * window.dilation - window.pad
    in_image = within(h, height) & within(w, width)
    return in_image & (place < images * down_steps * across_steps) & (position < window.positions)


def within(index: Numbers, extent: int) -> Flags:
    return (index >= 0) & (index < extent)
