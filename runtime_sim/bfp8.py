"""
Bfp8_b: sixteen datums of a face row share an exponent of 8 bits; each has a sign and 7 bits.

A tile is 64 exponents, one for each face row in memory order, then 1024 bytes of sign and
magnitude (metalium tt_backend_api_types.hpp). What is here agrees with the SDK's host library
bit for bit: `ttnn.Tensor(array, ttnn.bfloat8_b)` and back. A packer differs from it in ties, which
it rounds away from zero (Tenstorrent's ISA documentation, Wormhole B0,
Packers/FormatConversion.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ROW = 16
"""Datums that share an exponent: a row of a face."""
TILE_ROWS = 64
"""Face rows of a 32x32 tile."""
DATUMS = ROW * TILE_ROWS
LARGEST = 127


def split(datums: Array, *, away: bool = False) -> tuple[Array, Array, Array]:
    """
    Shared exponents [n, 64], signs and magnitudes [n, 64, 16] of float32 datums [n, 1024].

    The shared exponent is the largest of a row; the datum's 24 bits of mantissa are shifted down
    to it and rounded to 7, ties to even or `away` from zero, and what would round up to 128 stays
    127. Subnormals are 0, zeros have no sign, and an infinity makes the finite values beside it 0
    or very large.
    """
    bits = np.ascontiguousarray(datums, np.float32).reshape(-1, TILE_ROWS, ROW).view(np.uint32)
    exponents = (bits >> np.uint32(23)) & np.uint32(0xFF)
    shared = exponents.max(axis=2)
    mantissas = np.where(exponents == 0, 0, bits & 0x7FFFFF | 0x800000).astype(np.uint64)
    # 24 bits become 7; a datum more than seven exponents below the largest is less than half.
    shift = np.minimum(shared[:, :, None] - exponents + np.uint32(17), 40).astype(np.uint64)
    one = np.uint64(1)
    odd = one if away else mantissas >> shift & one
    magnitudes = (mantissas + ((one << (shift - one)) - one + odd)) >> shift
    magnitudes = np.minimum(magnitudes, LARGEST).astype(np.uint8)
    signs = np.where(magnitudes == 0, 0, bits >> np.uint32(31)).astype(np.uint8)
    return shared.astype(np.uint8), signs, magnitudes


def encode(datums: Array, *, away: bool = False) -> NDArray[np.uint8]:
    """float32 datums [n, 1024] in memory order -> [n, 1088] bytes; `away` as `split` has it."""
    shared, signs, magnitudes = split(datums, away=away)
    body = (signs << np.uint8(7) | magnitudes).reshape(-1, DATUMS)
    return np.concatenate([shared, body], axis=1)


def decode(data: NDArray[np.uint8]) -> Array:
    """
    [n, 1088] bytes -> float32 datums [n, 1024] in memory order.

    A magnitude is shifted up until its leading one is float32's hidden one, and the exponent
    goes down with it: only the largest magnitudes of a row whose exponent is 255 are infinite or
    NaN. What would be subnormal is 0.
    """
    shared = data[:, :TILE_ROWS].astype(np.int32)[:, :, None]
    body = data[:, TILE_ROWS:].reshape(-1, TILE_ROWS, ROW)
    magnitudes = body & np.uint8(LARGEST)
    exponents = shared - _LEADING_ZEROS[magnitudes]
    kept = (magnitudes != 0) & (exponents > 0)
    words = _FRACTION[magnitudes] | exponents.astype(np.uint32) << np.uint32(23)
    words = np.where(kept, words, np.uint32(0)) | (body & np.uint8(0x80)).astype(np.uint32) << 24
    return words.view(np.float32).reshape(-1, DATUMS)


def rounded_rows(rows: Array, *, away: bool = False) -> Array:
    """Rounds rows [n, 16] of float32 to what they are under a shared exponent."""
    count = len(rows)
    padded = np.zeros((-(-count // TILE_ROWS) * TILE_ROWS, ROW), np.float32)
    padded[:count] = rows
    return decode(encode(padded.reshape(-1, DATUMS), away=away)).reshape(-1, ROW)[:count]


_LEADING_ZEROS = np.array([7 - value.bit_length() for value in range(128)], np.int32)
_FRACTION = np.array(
    [value << (24 - value.bit_length()) & 0x7FFFFF for value in range(128)], np.uint32
)
"""Of each 7-bit magnitude: its leading zeros, and float32's fraction of it."""
