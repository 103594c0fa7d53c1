"""Which SFPU functions compute an op on tiles in DST, and their 32-bit arguments."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from xdsl.ir import Attribute

from ttc.dialects import tile
from ttc.dtypes import DType, dtype_of


@dataclass(frozen=True)
class Call:
    """A call on one slot: its function (metalium api/compute/eltwise_unary) and its parameters."""

    function: str
    params: tuple[int, ...] = ()


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
UNARY_INT: dict[str, Call] = {
    "abs": Call("abs_tile_int32"),
    "neg": Call("negative_tile_int32"),
    "relu": Call("relu_tile_int32"),
}
SCALAR: dict[str, str] = {
    "add": "add_unary_tile",
    "sub": "sub_unary_tile",
    "rsub": "rsub_unary_tile",
    "mul": "mul_unary_tile",
    "max": "unary_max_tile",
    "min": "unary_min_tile",
    "pow": "power_tile",
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
BINARY_INT: dict[str, str] = {
    "add": "add_int_tile<DataFormat::Int32>",
    "sub": "sub_int_tile<DataFormat::Int32>",
    "mul": "mul_int_tile<DataFormat::Int32>",
    "max": "binary_max_int32_tile",
    "min": "binary_min_int32_tile",
}


def _row(table: dict[str, Call], kind: str, element_type: Attribute) -> Call:
    call = table.get(kind)
    if call is None:
        raise NoFunction(f"'{kind}' of {dtype_of(element_type).name}")
    return call


def unary_calls(op: tile.UnaryOp) -> list[Call]:
    element_type = tile.element_type_of(op.result)
    table = UNARY if dtype_of(element_type).is_float else UNARY_INT
    return [_row(table, op.kind.data, element_type)]


def scalar_calls(op: tile.ScalarOp) -> list[Call]:
    if op.kind.data == "rdiv":
        return [UNARY["recip"], Call(SCALAR["mul"], (bits(op.number),))]
    return [Call(SCALAR[op.kind.data], (bits(op.number),))]


def binary_function(op: tile.BinaryOp) -> str:
    element_type = tile.element_type_of(op.result)
    dtype = dtype_of(element_type)
    function = (BINARY if dtype.is_float else BINARY_INT).get(op.kind.data)
    if function is None or dtype.name in ("uint16", "uint32"):
        raise NoFunction(f"'{op.kind.data}' of {dtype.name}")
    return function


def cast_calls(op: tile.CastOp) -> list[Call]:
    """
    A conversion between float formats costs nothing: DST holds one, the packer converts.

    What is converted down and up again, however, the author wants rounded.
    """
    source, result = (dtype_of(tile.element_type_of(v)) for v in (op.block, op.result))
    back = [use.operation for use in op.result.uses if isinstance(use.operation, tile.CastOp)]
    is_rounding = source.bits > result.bits and any(
        dtype_of(tile.element_type_of(other.result)).is_float for other in back
    )
    if source == result or (source.is_float and result.is_float and not is_rounding):
        return []
    return [Call(f"typecast_tile<{_format(source)}, {_format(result)}>")]


def _format(dtype: DType) -> str:
    return f"(uint32_t)DataFormat::{dtype.data_format}"
