"""Which SFPU functions compute an op on tiles in DST, and their 32-bit arguments."""

from __future__ import annotations

import math
import struct

from xdsl.ir import Attribute, SSAValue

from ttc.dialects import tile
from ttc.dtypes import BFLOAT8_B, BFLOAT16, FLOAT32, DType, dtype_of
from ttc.passes import sfpu_integer
from ttc.passes.sfpu_integer import Call


class NoFunction(Exception):
    """The SFPU has no function for this op on this element type."""


def bits(value: float) -> int:
    """Returns the bit pattern of a float32, as SFPU parameters are given."""
    try:
        return struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return bits(math.copysign(math.inf, value))


UNARY: dict[str, Call] = {
    "abs": Call("abs_tile"),
    "ceil": Call("ceil_tile"),
    "cos": Call("cos_tile"),
    "erf": Call("erf_tile"),
    "exp": Call("exp_tile"),
    "exp2": Call("exp2_tile"),
    "floor": Call("floor_tile"),
    "isnan": Call("isnan_tile"),
    "log": Call("log_tile"),
    "log2": Call("log_with_base_tile<false, true>", (bits(1.0 / math.log(2.0)),)),
    "neg": Call("negative_tile"),
    "recip": Call("recip_tile"),
    "relu": Call("relu_tile"),
    "round": Call("round_tile", (0,)),
    "rsqrt": Call("rsqrt_tile"),
    "sigmoid": Call("sigmoid_tile"),
    "sin": Call("sin_tile"),
    "sqrt": Call("sqrt_tile"),
    "tanh": Call("tanh_tile"),
    "trunc": Call("trunc_tile"),
}
SCALAR: dict[str, str] = {
    "add": "add_unary_tile",
    "sub": "sub_unary_tile",
    "rsub": "rsub_unary_tile",
    "mul": "mul_unary_tile",
    "max": "unary_max_tile",
    "min": "unary_min_tile",
    "pow": "power_tile",
    **{kind: f"unary_{kind}_tile" for kind in tile.COMPARISONS},
}
BINARY: dict[str, str] = {
    "add": "add_binary_tile",
    "sub": "sub_binary_tile",
    "mul": "mul_binary_tile",
    "div": "div_binary_tile",
    "max": "binary_max_tile",
    "min": "binary_min_tile",
    "pow": "power_binary_tile",
}


def _row(table: dict[str, Call], kind: str, element_type: Attribute) -> Call:
    call = table.get(kind)
    if call is None:
        raise NoFunction(f"'{kind}' of {dtype_of(element_type).name}")
    return call


def unary_calls(op: tile.UnaryOp) -> list[Call]:
    element_type = tile.element_type_of(op.result)
    table = UNARY if dtype_of(element_type).is_float else sfpu_integer.UNARY
    return [_row(table, op.kind.data, element_type)]


def scalar_calls(op: tile.ScalarOp) -> list[Call]:
    kind, dtype = op.kind.data, dtype_of(tile.element_type_of(op.result))
    if not dtype.is_float:
        function = sfpu_integer.scalar_function(kind, dtype)
        if function is None or op.number != int(op.number):
            raise NoFunction(f"'{kind}' of {dtype.name} and {op.number:g}")
        return [Call(function, (sfpu_integer.word(op.number),))]
    if kind == "rdiv":
        return [UNARY["recip"], Call(SCALAR["mul"], (bits(op.number),))]
    return [Call(SCALAR[kind], (bits(op.number),))]


def compare_function(op: tile.CompareOp) -> str:
    dtype = dtype_of(tile.element_type_of(op.result))
    if dtype.is_float:
        return f"{op.kind.data}_binary_tile"
    return _integer_function(op.kind.data, dtype)


def _integer_function(kind: str, dtype: DType) -> str:
    function = sfpu_integer.binary_function(kind, dtype)
    if function is None:
        raise NoFunction(f"'{kind}' of {dtype.name}")
    return function


def select_function(op: tile.SelectOp) -> str:
    # It looks at words, so the condition may be of another type (metalium ckernel_sfpu_where.h).
    return where_function(dtype_of(tile.element_type_of(op.result)))


def where_function(dtype: DType) -> str:
    """DST is 32 bits wide wherever something is computed: floats are float32 there."""
    return f"where_tile<DataFormat::{'Float32' if dtype.is_float else 'Int32'}>"


def binary_function(op: tile.BinaryOp) -> str:
    element_type = tile.element_type_of(op.result)
    dtype = dtype_of(element_type)
    if not dtype.is_float:
        return _integer_function(op.kind.data, dtype)
    function = BINARY.get(op.kind.data)
    if function is None:
        raise NoFunction(f"'{op.kind.data}' of {dtype.name}")
    return function


def cast_calls(op: tile.CastOp) -> list[Call]:
    """
    A conversion between float formats costs nothing: DST holds one, the packer converts.

    What is converted down and up again, however, the author wants rounded.
    """
    source, result = (dtype_of(tile.element_type_of(v)) for v in (op.block, op.result))
    rounding = [sfpu_integer.typecast(FLOAT32, BFLOAT16)] if _is_rounding(op) else []
    if source == result:
        return []
    if source.is_float and result.is_float:
        return rounding
    if not source.is_float and fits(op.block, result):
        return rounding
    calls = sfpu_integer.cast_calls(source, result, at_once=not _is_computed_with(op))
    return [*calls, *rounding]


def _is_rounding(op: tile.CastOp) -> bool:
    """Tells a conversion to bfloat16 whose result is converted again."""
    source, result = (dtype_of(tile.element_type_of(v)) for v in (op.block, op.result))
    again = any(isinstance(use.operation, tile.CastOp) for use in op.result.uses)
    return result == BFLOAT16 and source not in (BFLOAT16, BFLOAT8_B) and again


def interval(value: SSAValue) -> tuple[float, float]:
    """Returns the limits that an integer block was given, infinite where there are none."""
    op = value.owner
    if not isinstance(op, tile.ScalarOp) or op.kind.data not in ("max", "min"):
        return -math.inf, math.inf
    limit = max if op.kind.data == "max" else min
    low, high = interval(op.operand)
    return limit(low, op.number), limit(high, op.number)


def fits(value: SSAValue, dtype: DType) -> bool:
    """Tells whether an int32 was limited to what a short type holds."""
    if not dtype.is_narrow:
        return False
    (low, high), (least, largest) = interval(value), sfpu_integer.limits(dtype)
    return least <= low and high <= largest


def is_packed(value: SSAValue) -> bool:
    """Tells a value that is what it is only when packed: shared exponents are made by that."""
    return dtype_of(tile.element_type_of(value)) == BFLOAT8_B


def _is_computed_with(op: tile.CastOp) -> bool:
    """Tells whether anything but a store, or the end of a section, takes the result."""
    stored = (tile.StoreOp, tile.YieldOp)
    return any(not isinstance(use.operation, stored) for use in op.result.uses)
