"""Which calls convert integers in DST."""

from __future__ import annotations

import pytest
from xdsl.dialects import test as some
from xdsl.ir import SSAValue

from ttc.dialects import tile
from ttc.dtypes import DTYPES, FLOAT32, INT8, INT32, UINT8, UINT16, UINT32, DType
from ttc.passes import sfpu, sfpu_integer
from ttc.passes.sfpu_integer import Call


def block(dtype: DType) -> SSAValue:
    return some.TestOp(result_types=[tile.BlockType.of((1, 1), dtype.ir)]).results[0]


def names(calls: list[Call]) -> list[str]:
    return [call.function.replace("(uint32_t)DataFormat::", "") for call in calls]


def converted(source: SSAValue, target: DType, *, used: bool = True) -> list[str]:
    cast = tile.CastOp(source, target.ir)
    user = tile.UnaryOp("abs", cast.result) if used else tile.YieldOp([cast.result])
    assert user.operands
    return names(sfpu.cast_calls(cast))


@pytest.mark.parametrize(
    ("source", "target", "calls"),
    [
        (INT32, UINT32, []),
        (UINT8, INT32, []),
        (INT8, UINT32, []),
        (INT8, FLOAT32, ["typecast_tile<Int32, Float32>"]),
        (UINT32, FLOAT32, ["typecast_tile<UInt32, Float32>"]),
        (FLOAT32, UINT32, ["typecast_tile<Float32, UInt32>"]),
        (INT32, UINT16, ["bitwise_and_tile<DataFormat::Int32>"]),
        (UINT8, UINT16, []),
        (INT32, UINT8, ["bitwise_and_tile<DataFormat::Int32>"]),
        (
            INT32,
            INT8,
            ["left_shift_tile<DataFormat::Int32>", "right_shift_tile<DataFormat::Int32>"],
        ),
        (
            FLOAT32,
            INT8,
            ["typecast_tile<Float32, Int32>", "unary_max_int32_tile", "unary_min_int32_tile"],
        ),
    ],
)
def test_conversions(source: DType, target: DType, calls: list[str]):
    assert converted(block(source), target) == calls


def test_bytes_that_are_packed_next_are_cut_by_that():
    assert converted(block(INT32), INT8, used=False) == []
    assert converted(block(INT32), UINT16, used=False) == ["bitwise_and_tile<DataFormat::Int32>"]


def limited(*limits: tuple[str, int]) -> SSAValue:
    value = block(INT32)
    for kind, number in limits:
        value = tile.ScalarOp(kind, value, number).result
    return value


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ([("max", -128), ("min", 127)], True),
        ([("min", 100), ("max", -5)], True),
        ([("min", 127)], False),
        ([("max", -128), ("min", 128)], False),
        ([("max", -128), ("min", -500)], False),
        ([("min", -500), ("max", -128)], True),
        ([("max", -1000), ("min", 1000), ("max", 0), ("min", 1)], True),
    ],
)
def test_what_was_limited_needs_no_wrapping(limits: list[tuple[str, int]], fits: bool):
    value = limited(*limits)
    assert sfpu.fits(value, INT8) is fits
    assert (converted(value, INT8) == []) is fits


def test_short_integers_are_words_between_unpacking_and_packing():
    for dtype in DTYPES.values():
        into, out = sfpu_integer.unpacked(dtype), sfpu_integer.packed(dtype)
        assert bool(out) is dtype.is_narrow
        assert bool(into) is (dtype in (UINT16, INT8))


def test_two_conversions_by_way_of_words_are_one():
    first, second = (sfpu_integer.typecast(*pair) for pair in ((INT8, INT32), (INT32, FLOAT32)))
    assert sfpu_integer.merged(first, second) == sfpu_integer.typecast(INT8, FLOAT32)
    assert sfpu_integer.merged(second, first) is None


@pytest.mark.parametrize(
    ("kind", "dtype", "function"),
    [
        ("shr", INT32, "binary_right_shift_tile<DataFormat::Int32>"),
        ("shr", UINT32, "binary_right_shift_tile<DataFormat::UInt32>"),
        ("max", UINT32, "binary_max_uint32_tile"),
        ("max", UINT8, "binary_max_int32_tile"),
        ("lt", UINT32, "lt_int_tile<DataFormat::UInt32>"),
        ("floordiv", INT32, "div_int32_floor_tile"),
        ("floordiv", UINT32, None),
    ],
)
def test_functions_of_two(kind: str, dtype: DType, function: str | None):
    assert sfpu_integer.binary_function(kind, dtype) == function
