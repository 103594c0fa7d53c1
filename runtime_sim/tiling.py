"""Host arrays <-> tiles in page order: page = (batch * tile rows + row) * tile columns + column."""

from __future__ import annotations

from math import prod

import numpy as np

from ttc.runtime_sim.formats import TILE, Array, Format


def tile_grid(shape: tuple[int, ...]) -> tuple[int, int, int]:
    """Matrices, tile rows and tile columns of a tensor; [N] counts as a matrix of one row."""
    *batch, rows, columns = (1, *shape) if len(shape) == 1 else shape
    return prod(batch), -(-rows // TILE), -(-columns // TILE)


def to_tiles(values: Array, format: Format) -> Array:
    """An array of any rank -> [pages, 32, 32] decoded tiles, zeros beyond its edges."""
    batch, tile_rows, tile_columns = tile_grid(values.shape)
    rows = values.shape[-2] if values.ndim > 1 else 1
    columns = values.shape[-1]
    matrices = values.reshape(batch, rows, columns).astype(format.array, copy=False)
    matrices = format.round(matrices) if values.dtype != format.file else matrices
    if rows % TILE or columns % TILE:
        padding = ((0, 0), (0, tile_rows * TILE - rows), (0, tile_columns * TILE - columns))
        matrices = np.pad(matrices, padding)
    split = matrices.reshape(batch, tile_rows, TILE, tile_columns, TILE)
    tiles = np.ascontiguousarray(split.transpose(0, 1, 3, 2, 4)).reshape(-1, TILE, TILE)
    # Formats with shared exponents round whole tiles.
    return format.round(tiles) if format.name == "bfloat8_b" else tiles


def from_tiles(tiles: Array, shape: tuple[int, ...]) -> Array:
    """[pages, 32, 32] -> an array of `shape`, the padding cut off."""
    batch, tile_rows, tile_columns = tile_grid(shape)
    split = tiles.reshape(batch, tile_rows, tile_columns, TILE, TILE).transpose(0, 1, 3, 2, 4)
    matrices = split.reshape(batch, tile_rows * TILE, tile_columns * TILE)
    *_, rows, columns = (1, *shape) if len(shape) == 1 else shape
    return matrices[:, :rows, :columns].reshape(shape)
