"""Tensors whose pages are rows (ttnn ROW_MAJOR_LAYOUT) in the simulated DRAM."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ttc.runtime_sim.dram import Buffer
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.formats import TILE, Array, Format

if TYPE_CHECKING:
    from ttc.runtime_sim.standin_tensor import Device


def allocate_rows(device: Device, name: str, shape: tuple[int, ...], format: Format) -> Buffer:
    """A page for each row, of as many bytes as addresses of reads from DRAM are apart."""
    if format.tile_bytes % (TILE * TILE):
        raise SimulationError(f"a tensor of {format.name} elements has no rows, only tiles")
    unit = device.chip.dram_read_alignment
    page_bytes = -(-row_bytes(shape, format) // unit) * unit
    # A format of its own: a row of 2048 bytes is no tile of that size.
    buffer = device.dram.allocate(name, prod(shape[:-1]), page_bytes, replace(format))
    buffer.tiles = [None] * buffer.pages
    return buffer


def row_bytes(shape: tuple[int, ...], format: Format) -> int:
    return shape[-1] * format.tile_bytes // (TILE * TILE)


def put_rows(buffer: Buffer, values: Array, format: Format) -> None:
    """Fills the pages with the rows of an array; what is left of a page stays as it was."""
    rows = values.reshape(-1, values.shape[-1]).astype(format.array, copy=False)
    rows = format.round(rows) if values.dtype != format.file else rows
    size = row_bytes(values.shape, format)
    data = format.encode_datums(np.ascontiguousarray(rows)).reshape(len(rows), size)
    buffer.all_bytes()[:, :size] = data


def rows_back(buffer: Buffer, shape: tuple[int, ...], format: Format) -> Array:
    """The pages as an array."""
    data = np.ascontiguousarray(buffer.all_bytes()[:, : row_bytes(shape, format)])
    return format.decode_datums(data).reshape(shape)
