"""
Sums and products of bfloat16 in a DST of 16 bits.

A sum is not rounded once: the operand with the smaller exponent is first cut to ten bits below the
larger one's leading bit. A product takes four phases, each of which is added so to what DST holds:
SrcA is read in 5 and 3 bits, SrcB in 7 and 1 (Tenstorrent's ISA documentation, Wormhole B0,
ELWMUL).
An independent simulator computes the same bits (sdk_tests/test_operations.py).
"""

from __future__ import annotations

import numpy as np

from ttc.runtime_sim.formats import SMALLEST_NORMAL, Array, round_bf16_away

GUARDED = 10
"""Bits that a sum keeps below the leading bit of its larger operand."""
HIGH_A, HIGH_B = np.uint32(0xFFF80000), np.uint32(0xFFFE0000)
"""The 5 and 7 bits of a mantissa, the hidden one included, that a first phase reads."""


def add16(a: Array, b: Array) -> Array:
    """a + b of bfloat16 values, in float32 arrays, as a 16-bit DST gets it."""
    with np.errstate(all="ignore"):
        unit = guard_unit(a, b)
        near = np.trunc(a / unit + np.copysign(0.5, a)) + np.trunc(b / unit + np.copysign(0.5, b))
        return finite_or(near * unit, a + b)


def mul16(a: Array, b: Array) -> Array:
    """a * b of bfloat16 values, in float32 arrays, as a 16-bit DST gets it."""
    high_a, high_b = upper(a, HIGH_A), upper(b, HIGH_B)
    with np.errstate(all="ignore"):
        low_a, low_b = a - high_a, b - high_b
        total = round_bf16_away(high_a * high_b)
        for phase in (low_a * high_b, high_a * low_b, low_a * low_b):
            unit = guard_unit(total, phase)
            added = np.where(np.abs(phase) < SMALLEST_NORMAL, 0, phase)
            near = np.trunc(total / unit + np.copysign(0.5, total)) + np.floor(added / unit + 0.5)
            total = finite_or(near * unit, total + phase)
        return np.where(np.isfinite(total), total, round_bf16_away(a * b))


def guard_unit(a: Array, b: Array) -> Array:
    """The weight of the last bit that both operands of a sum keep."""
    _, exponent = np.frexp(np.maximum(np.abs(a), np.abs(b)))
    return np.ldexp(np.float32(1), exponent - (GUARDED + 1))


def upper(values: Array, mask: np.uint32) -> Array:
    return (values.view(np.uint32) & mask).view(np.float32)


def finite_or(total: Array, plain: Array) -> Array:
    """Rounds a sum; the plain one where an operand is not finite, or too small to have a unit."""
    return round_bf16_away(np.where(np.isfinite(total), total, plain))
