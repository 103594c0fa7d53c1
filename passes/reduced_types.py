"""Types in which a reduction works: small integers and shared exponents are bfloat16 there."""

from __future__ import annotations

from xdsl.dialects.builtin import bf16, f32, i32
from xdsl.ir import Attribute, SSAValue

from ttc.dialects import tile
from ttc.dtypes import BFLOAT8_B, INT8, UINT8, UINT32, DType, dtype_of
from ttc.passes.build import Emitter

WIDENED = (INT8, UINT8, BFLOAT8_B)
"""
Types whose every value bfloat16 holds.

Padding takes part in a reduction, and what is neutral for a maximum would share its exponent with
the elements beside it.
"""


def type_of(value: SSAValue) -> DType:
    return dtype_of(tile.element_type_of(value))


def widened(e: Emitter, value: SSAValue) -> SSAValue:
    """Returns a block as its reduction takes it."""
    return converted(e, value, bf16) if type_of(value) in WIDENED else value


def magnitude(e: Emitter, value: SSAValue) -> SSAValue:
    """Makes elements positive; that of the least int32 is the number 2^31."""
    dtype = type_of(value)
    if not dtype.is_float and not dtype.is_signed:
        return value
    positive = e.emit(tile.UnaryOp("abs", value)).result
    return positive if dtype.is_float else converted(e, positive, UINT32.ir)


def reversed_order(e: Emitter, value: SSAValue) -> SSAValue:
    """Makes the least element the largest: negated, or with an integer's bits inverted."""
    if type_of(value).is_float:
        return e.emit(tile.UnaryOp("neg", value)).result
    words = converted(e, value, i32)
    inverted = e.emit(tile.ScalarOp("xor", words, -1)).result
    return converted(e, inverted, tile.element_type_of(value))


def folded_type(value: SSAValue, kind: str, into: Attribute) -> Attribute:
    """Returns the type of a folded block: that of the destination for a sum, else its own."""
    if kind != "sum":
        return tile.element_type_of(value)
    is_converted = type_of(value).is_float and not dtype_of(into).is_float
    return f32 if is_converted else into


def summand(e: Emitter, value: SSAValue) -> SSAValue:
    """Converts a block to the type in which it is added to others, element by element."""
    dtype = type_of(value)
    if dtype.is_float:
        return converted(e, value, f32)
    return converted(e, value, i32) if dtype.is_narrow else value


def converted(e: Emitter, value: SSAValue, element_type: Attribute) -> SSAValue:
    """Converts a block; a sum of integers, held as floats, wraps around in a shorter type."""
    if tile.element_type_of(value) == element_type:
        return value
    if type_of(value).is_float and dtype_of(element_type).is_narrow:
        value = e.emit(tile.CastOp(value, i32)).result
    return e.emit(tile.CastOp(value, element_type), value.name_hint).result


def combined(e: Emitter, kind: str, old: SSAValue, new: SSAValue) -> SSAValue:
    """Joins what was there and what came: short integers as int32."""
    if not type_of(old).is_narrow:
        return e.emit(tile.BinaryOp(kind, old, new)).result
    words = (converted(e, value, i32) for value in (old, new))
    return converted(e, e.emit(tile.BinaryOp(kind, *words)).result, tile.element_type_of(old))
