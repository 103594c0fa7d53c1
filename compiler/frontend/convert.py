"""Element types in arithmetic: which one two operands meet in, and how a value gets there."""

from __future__ import annotations

import math
import struct

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerType, bf16, f32, i1
from xdsl.ir import Operation, SSAValue

from ttc.dtypes import BFLOAT16, FLOAT32, INT8, INT32, UINT8, UINT16, UINT32, DType

BOOL = DType("bool", "", 0, i1)
"""The type of conditions; no buffer has it."""

_RANKED = (BOOL, INT8, UINT8, UINT16, INT32, UINT32, BFLOAT16, FLOAT32)
_RANK = {dtype: rank for rank, dtype in enumerate(_RANKED)}


def promoted(lhs: DType, rhs: DType) -> DType:
    """Returns the type in which TileLang computes on two operands: the later one in the order."""
    return max(lhs.alone, rhs.alone, key=_RANK.__getitem__)


def width(dtype: DType) -> int:
    """Returns the bits of an integer or a condition."""
    return 1 if dtype == BOOL else dtype.bits


def is_signed(dtype: DType) -> bool:
    return dtype.is_signed


def rounded(value: float, dtype: DType) -> float:
    """Returns the number as the type holds it: nearest even for floats, wrapped for ints."""
    if dtype == BOOL:
        return int(bool(value))
    if not dtype.is_float:
        bits = dtype.bits
        wrapped = int(value) % (1 << bits)
        return wrapped - (1 << bits) if is_signed(dtype) and wrapped >> (bits - 1) else wrapped
    if not math.isfinite(value):
        return float(value)
    try:
        pattern: int = struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    if dtype == BFLOAT16:
        pattern = (pattern + 0x7FFF + (pattern >> 16 & 1)) & 0xFFFF0000
    return struct.unpack("<f", struct.pack("<I", pattern))[0]


def conversion(value: SSAValue, source: DType, target: DType) -> Operation | None:
    """Makes the op that converts between types of 32 bits or bool; None where none is needed."""
    if source == target:
        return None
    if source.is_float and target.is_float:
        return arith.ExtFOp(value, f32) if target == FLOAT32 else arith.TruncFOp(value, bf16)
    if source.is_float:
        # A conversion to an integer drops the fraction, as C's does.
        op = arith.FPToSIOp if is_signed(target) else arith.FPToUIOp
        return op(value, IntegerType(width(target)))
    if target.is_float:
        op = arith.SIToFPOp if is_signed(source) else arith.UIToFPOp
        return op(value, f32 if target == FLOAT32 else bf16)
    if source == BOOL:
        return arith.ExtUIOp(value, IntegerType(width(target)))
    return None
