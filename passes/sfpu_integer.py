"""
Integers in DST: which SFPU functions compute on them, and what becomes of short ones.

Every integer is a word of 32 bits there, of two's complement. One of fewer bits is made a word
when it is brought in, and cut to its own type by the packing conversion (metalium
ckernel_sfpu_typecast.h): so all that computes on words holds for it, too, until it is wrapped
around. int8 is signed, so its bytes are declared uint8 and its sign is the conversion's work.
"""

from __future__ import annotations

from dataclasses import dataclass

from ttc.dtypes import FLOAT32, INT8, INT32, UINT8, UINT16, UINT32, DType


@dataclass(frozen=True)
class Call:
    """A call on one slot: its function (metalium api/compute/eltwise_unary) and its parameters."""

    function: str
    params: tuple[int, ...] = ()


UNARY: dict[str, Call] = {
    "abs": Call("abs_tile_int32"),
    "neg": Call("negative_tile_int32"),
    "relu": Call("relu_tile_int32"),
}
RELATIONS = ("lt", "le", "gt", "ge", "eq", "ne")
SCALAR: dict[str, str] = {
    "add": "add_unary_tile_int32",
    "sub": "sub_unary_tile_int32",
    "max": "unary_max_int32_tile",
    "min": "unary_min_int32_tile",
    "and": "bitwise_and_tile<DataFormat::Int32>",
    "or": "bitwise_or_tile<DataFormat::Int32>",
    "xor": "bitwise_xor_tile<DataFormat::Int32>",
    "shl": "left_shift_tile<DataFormat::Int32>",
    "shr": "right_shift_tile<DataFormat::Int32>",
    **{kind: f"unary_{kind}_tile_int32" for kind in RELATIONS},
}
UNSIGNED_SCALAR: dict[str, str] = {
    **{kind: SCALAR[kind] for kind in ("add", "sub", "and", "or", "xor", "shl", "eq", "ne")},
    "max": "unary_max_uint32_tile",
    "min": "unary_min_uint32_tile",
    "shr": "right_shift_tile<DataFormat::UInt32>",
}
BINARY: dict[str, str] = {
    "add": "add_int_tile<DataFormat::Int32>",
    "sub": "sub_int_tile<DataFormat::Int32>",
    "mul": "mul_int_tile<DataFormat::Int32>",
    "floordiv": "div_int32_floor_tile",
    "rem": "remainder_int32_tile",
    "max": "binary_max_int32_tile",
    "min": "binary_min_int32_tile",
    "and": "bitwise_and_binary_tile<DataFormat::Int32>",
    "or": "bitwise_or_binary_tile<DataFormat::Int32>",
    "xor": "bitwise_xor_binary_tile<DataFormat::Int32>",
    "shl": "binary_left_shift_tile<DataFormat::Int32>",
    "shr": "binary_right_shift_tile<DataFormat::Int32>",
    **{kind: f"{kind}_int_tile<DataFormat::Int32>" for kind in RELATIONS},
}
UNSIGNED_BINARY: dict[str, str] = {
    **{kind: BINARY[kind] for kind in ("add", "sub", "mul", "and", "or", "xor", "shl")},
    "rem": "remainder_uint32_tile",
    "max": "binary_max_uint32_tile",
    "min": "binary_min_uint32_tile",
    "shr": "binary_right_shift_tile<DataFormat::UInt32>",
    **{kind: f"{kind}_int_tile<DataFormat::UInt32>" for kind in RELATIONS},
}
"""The SDK divides signed integers only, and compares unsigned ones with a scalar for equality."""


def word(value: float) -> int:
    """Returns the bits of an integer as a parameter."""
    return int(value) & 0xFFFFFFFF


def scalar_function(kind: str, dtype: DType) -> str | None:
    return (UNSIGNED_SCALAR if dtype == UINT32 else SCALAR).get(kind)


def binary_function(kind: str, dtype: DType) -> str | None:
    return (UNSIGNED_BINARY if dtype == UINT32 else BINARY).get(kind)


def typecast(source: DType, target: DType) -> Call:
    formats = (f"(uint32_t)DataFormat::{dtype.data_format}" for dtype in (source, target))
    return Call(f"typecast_tile<{', '.join(formats)}>")


def unpacked(dtype: DType) -> list[Call]:
    """Returns what makes words of a short integer's tile, after it was copied into DST."""
    return [typecast(dtype, INT32)] if dtype in (UINT16, INT8) else []


def packed(dtype: DType) -> list[Call]:
    """
    Returns what makes a short integer's tile of words, before it is packed.

    The packer takes 16 bits from the upper half of a word; the conversion puts them there.
    """
    if dtype == UINT16:
        return [typecast(UINT32, UINT16)]
    return [typecast(INT32, dtype)] if dtype in (UINT8, INT8) else []


def wrapped(source: DType, target: DType, *, at_once: bool) -> list[Call]:
    """
    Returns what cuts a word to a type; nothing where it fits already.

    `at_once`: it is packed next, which cuts bytes by itself; to uint16 that saturates.
    """
    if target == UINT16 and source not in (UINT8, UINT16):
        return [Call(SCALAR["and"], (0xFFFF,))]
    if at_once or target not in (UINT8, INT8) or source == target:
        return []
    if target == UINT8:
        return [Call(SCALAR["and"], (0xFF,))]
    return [Call(SCALAR["shl"], (24,)), Call(SCALAR["shr"], (24,))]


def limits(dtype: DType) -> tuple[int, int]:
    """Returns the smallest and the largest value of an integer type."""
    low = -(1 << (dtype.bits - 1)) if dtype.is_signed else 0
    return low, low + (1 << dtype.bits) - 1


def clamped(dtype: DType) -> list[Call]:
    """Returns what saturates an int32 to a short type."""
    if not dtype.is_narrow:
        return []
    low, high = limits(dtype)
    return [Call(SCALAR["max"], (word(low),)), Call(SCALAR["min"], (high,))]


def merged(first: Call, second: Call) -> Call | None:
    """Returns the one conversion that does what two do, by way of words; None if there is none."""
    for source in (UINT16, INT8):
        for target in (FLOAT32,):
            ways = (typecast(source, INT32), typecast(INT32, target))
            if (first, second) == ways:
                return typecast(source, target)
    return None


def cast_calls(source: DType, target: DType, *, at_once: bool) -> list[Call]:
    """Returns the conversion between two types of which one at least is an integer."""
    if target.is_float:
        return [typecast(UINT32 if source == UINT32 else INT32, FLOAT32)]
    if source.is_float:
        held = UINT32 if target == UINT32 else INT32
        return [typecast(FLOAT32, held), *clamped(target)]
    return wrapped(source, target, at_once=at_once)
