"""
Data formats of tiles: bytes in L1 or DRAM <-> numpy arrays, many tiles at a time.

A tile's bytes are four 16x16 faces, each row-major (metalium constants.hpp); its array is the
plain 32x32 matrix, float32 for the float formats. Arrays hold only values the format can hold,
so that encoding them is exact: `round` makes them so on the host, `pack` in a packer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

from ttc.runtime_sim import bfp8

Array = NDArray[Any]
Bytes = NDArray[np.uint8]

TILE = 32
FACE = 16
BF16 = np.dtype(ml_dtypes.bfloat16)
F32 = np.dtype(np.float32)
SMALLEST_NORMAL = np.finfo(np.float32).tiny


def to_faces(tiles: Array) -> Array:
    """[n, 32, 32] -> [n, 1024] in the order a tile's datums have in memory."""
    faces = tiles.reshape(-1, 2, FACE, 2, FACE).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(faces).reshape(-1, TILE * TILE)


def from_faces(datums: Array) -> Array:
    """[n, 1024] in memory order -> [n, 32, 32]."""
    faces = datums.reshape(-1, 2, 2, FACE, FACE).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(faces).reshape(-1, TILE, TILE)


def round_bf16(values: Array) -> Array:
    """Nearest bfloat16 (ties to even) of float32 values, as float32."""
    return values.astype(BF16).astype(F32)


def round_bf16_away(values: Array) -> Array:
    """
    Nearest bfloat16 of float32 values, ties away from zero, as float32.

    The matrix unit and the packers round so (Tenstorrent's ISA documentation, Wormhole B0,
    Packers/FormatConversion.md; an independent simulator agrees for both).
    """
    bits = np.asarray(values, F32).view(np.uint32)
    rounded = ((bits + np.uint32(0x8000)) & np.uint32(0xFFFF0000)).view(F32)
    return np.where(np.isnan(values), values, rounded)


def pack_bf16(values: Array) -> Array:
    """
    What a packer makes of float32 in DST: nearest bfloat16, ties away from zero, as float32.

    A NaN becomes an infinity, a subnormal result or -0 becomes 0 (the same document).
    """
    rounded = round_bf16_away(
        np.where(np.isnan(values), np.copysign(F32.type(np.inf), values), values)
    )
    return np.where(np.abs(rounded) < SMALLEST_NORMAL, F32.type(0), rounded)


def truncate_bf16(values: Array) -> Array:
    """float32 cut to the upper 16 bits, as an SFPU store to a 16-bit DST does."""
    bits = np.ascontiguousarray(values, F32).view(np.uint32)
    return (bits & np.uint32(0xFFFF0000)).view(F32)


def truncate_tf32(values: Array) -> Array:
    """float32 with the 10 mantissa bits that a source register holds."""
    bits = np.ascontiguousarray(values, F32).view(np.uint32)
    return (bits & np.uint32(0xFFFFE000)).view(F32)


@dataclass(frozen=True, eq=False)
class Format:
    """
    One data format.

    `code` is its DataFormat value, `tile_bytes` the size of a 32x32 tile, `array` the dtype of
    a decoded tile, `file` the dtype of a host array that holds it exactly.
    """

    name: str
    code: int
    tile_bytes: int
    array: np.dtype[Any]
    file: np.dtype[Any]
    round: Callable[[Array], Array]
    pack: Callable[[Array], Array]
    encode_datums: Callable[[Array], Bytes]
    decode_datums: Callable[[Bytes], Array]
    poison: Array

    @property
    def is_float(self) -> bool:
        return self.array.kind == "f"

    def encode(self, tiles: Array) -> Bytes:
        """[n, 32, 32] of values the format holds -> [n, tile_bytes]."""
        return self.encode_datums(to_faces(tiles))

    def decode(self, data: Bytes) -> Array:
        """[n, tile_bytes] -> [n, 32, 32]."""
        return from_faces(self.decode_datums(np.ascontiguousarray(data)))


def bf16_encode(datums: Array) -> Bytes:
    halves = datums.view(np.uint16).reshape(*datums.shape, 2)[..., 1]
    return np.ascontiguousarray(halves).view(np.uint8)


def bf16_decode(data: Bytes) -> Array:
    return (data.view(np.uint16).astype(np.uint32) << np.uint32(16)).view(F32)


def plain_encode(datums: Array) -> Bytes:
    return datums.view(np.uint8)


def plain_decode(dtype: Any) -> Callable[[Bytes], Array]:
    return lambda data: data.view(dtype)


def bfp8_round(values: Array, *, away: bool = False) -> Array:
    tiles = np.ascontiguousarray(values, F32).reshape(-1, TILE, TILE)
    rounded = from_faces(bfp8.decode(bfp8.encode(to_faces(tiles), away=away)))
    return rounded.reshape(values.shape)


def bfp8_pack(values: Array) -> Array:
    return bfp8_round(values, away=True)


def poison(dtype: Any) -> Array:
    """A tile whose every byte is 0xFF: NaN in the float formats."""
    tile = np.full((TILE, TILE * np.dtype(dtype).itemsize), 0xFF, np.uint8).view(dtype)
    tile.flags.writeable = False
    return tile


def same(values: Array) -> Array:
    return values


def plain(name: str, code: int, dtype: Any) -> Format:
    of = np.dtype(dtype)
    size = TILE * TILE * of.itemsize
    return Format(
        name, code, size, of, of, same, same, plain_encode, plain_decode(dtype), poison(dtype)
    )


BFLOAT16 = Format(
    "bfloat16", 5, 2048, F32, BF16, round_bf16, pack_bf16, bf16_encode, bf16_decode, poison(F32)
)
BFLOAT8_B = Format(
    "bfloat8_b", 6, 1088, F32, F32, bfp8_round, bfp8_pack, bfp8.encode, bfp8.decode, poison(F32)
)
FLOAT32 = plain("float32", 0, np.float32)
INT32 = plain("int32", 8, np.int32)
UINT32 = plain("uint32", 24, np.uint32)
UINT16 = plain("uint16", 9, np.uint16)
UINT8 = plain("uint8", 30, np.uint8)
INT8 = plain("int8", 14, np.int8)

FORMATS: dict[str, Format] = {
    format.name: format
    for format in (BFLOAT16, FLOAT32, BFLOAT8_B, INT32, UINT32, UINT16, UINT8, INT8)
}
FORMAT_OF_CODE: dict[int, Format] = {format.code: format for format in FORMATS.values()}
