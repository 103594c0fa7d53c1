"""
What `typecast_tile<from, to>` computes (metalium ckernel_sfpu_typecast.h of either chip).

Floats become 32-bit integers by cutting the fraction off, saturated; a NaN goes the way of its
sign. A conversion to UInt16 rounds to the nearest integer and saturates, one to a byte cuts and
wraps around, and so does one from an integer to a byte. Int8 is the raw byte in DST: its circular
buffers are declared UInt8.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import INT8, INT32, UINT8, UINT16, UINT32, Array, Format, round_bf16

BYTES = (INT8, UINT8)
PAIRS = frozenset(
    {(a.name, b.name) for a in (INT32, UINT32, UINT16) for b in BYTES}
    | {(a.name, b.name) for a in BYTES for b in (*BYTES, INT32, UINT32, UINT16) if a is not b}
    | {(UINT16.name, UINT32.name), (UINT16.name, INT32.name)}
    | {(UINT32.name, UINT16.name), (INT32.name, UINT16.name)}
)
"""The conversions between integers that `typecast_tile` has; those with a float all exist."""


def typecast(values: Array, source: Format, target: Format) -> Array:
    """Converts a tile; MachineError for a pair of integer formats that the SDK does not have."""
    if source.is_float:
        if not target.is_float:
            return to_integer(values, target)
        # A wider float format needs no rounding, and bfp8 is made by the packer.
        return round_bf16(values) if target.name == "bfloat16" else values
    whole = values.view(np.int8) if source is INT8 else values
    if target.is_float:
        converted = whole.astype(np.float32)
        return round_bf16(converted) if target.name == "bfloat16" else converted
    if (source.name, target.name) not in PAIRS:
        raise MachineError(f"the SDK has no typecast_tile from {source.name} to {target.name}")
    if target in BYTES:
        return whole.astype(np.uint8)
    if target is UINT16:
        return np.clip(whole.astype(np.int64), 0, 0xFFFF).astype(np.uint16)
    return whole.astype(target.array)


def to_integer(values: Array, target: Format) -> Array:
    """Converts floats as the SFPU does; the result of a byte is its raw eight bits."""
    if target in BYTES:
        # Beyond 2^31 every float is a multiple of 256.
        small = np.where(np.abs(values) < 2.0**31, values, np.float32(0))
        return np.trunc(small).astype(np.int64).astype(np.uint8)
    return saturated(nearest(values) if target is UINT16 else values, target.array)


def saturated(values: Array, dtype: Any) -> Array:
    """Cuts fractions off; what is too large, or NaN, becomes the limit on the side of its sign."""
    limits = np.iinfo(dtype)
    infinite = np.where(np.signbit(values), -np.inf, np.inf)
    whole = np.where(np.isnan(values), infinite, np.trunc(values.astype(np.float64)))
    return np.clip(whole, limits.min, limits.max).astype(dtype)


def nearest(values: Array) -> Array:
    """Rounds to integers, ties away from zero (ISA: SFPSTOCHRND without randomness)."""
    wide = values.astype(np.float64)
    return np.trunc(wide + np.copysign(0.5, wide))
