"""
Scalar ops of the grid level as numpy functions, on one value or on a whole T.Parallel at once.

bfloat16 values are held as float32; integers of IR have no sign, so an unsigned op looks at
its operands as unsigned.
"""

from __future__ import annotations

import math as python_math
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from xdsl.dialects import arith, math
from xdsl.dialects.builtin import (
    BFloat16Type,
    Float32Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    Signedness,
)
from xdsl.ir import Attribute, Operation

from ttc.dialects import grid
from ttc.dialects.elements import BFloat8BType
from ttc.runtime_sim import bfp8
from ttc.runtime_sim.formats import round_bf16_away
from ttc.runtime_sim.typecast import saturated

Value = Any
"""A Python int, a numpy scalar or an array over the iteration space."""

SIGNED = {1: np.bool_, 8: np.int8, 16: np.int16, 32: np.int32}
UNSIGNED = {8: np.uint8, 16: np.uint16, 32: np.uint32}


def storage_type(element: Attribute) -> type[np.generic]:
    """Returns how the interpreter holds a buffer's elements."""
    match element:
        case BFloat16Type() | Float32Type() | BFloat8BType():
            return np.float32
        case IntegerType() if element.signedness.data is Signedness.UNSIGNED:
            return UNSIGNED[element.width.data]
        case IntegerType():
            return SIGNED[element.width.data]
        case IndexType():
            return np.int64
        case _:
            raise ValueError(f"no buffer holds {element}")


def rounded(value: Value, element: Attribute) -> Value:
    """Rounds to bfloat16 where that is the type (nearest, ties away from zero as on the device)."""
    if isinstance(element, BFloat16Type):
        return round_bf16_away(np.asarray(value, np.float32))
    return value


def shared(data: Value) -> Value:
    """Gives every 16 elements of a row one exponent, as bfloat8_b holds them."""
    length = data.shape[-1]
    padding = -length % bfp8.ROW
    rows = np.pad(data, [(0, 0)] * (data.ndim - 1) + [(0, padding)]).reshape(-1, bfp8.ROW)
    return bfp8.rounded_rows(rows, away=True).reshape(*data.shape[:-1], -1)[..., :length]


def neighbours(where: Any) -> Any:
    """Returns the place of all elements that share exponents with those at a place."""
    if not isinstance(where, tuple):
        return ...
    *outer, last = cast("tuple[Any, ...]", where)
    if not all(isinstance(part, slice) for part in (*outer, last)):
        return ...
    start, stop = last.start or 0, last.stop
    end = None if stop is None else -(-stop // bfp8.ROW) * bfp8.ROW
    return (*outer, slice(start // bfp8.ROW * bfp8.ROW, end))


def of_type(value: Value, dtype: np.dtype[Any]) -> Value:
    """Converts elements to a buffer's type: floats saturate as integers, integers wrap around."""
    array = np.asarray(value)
    if dtype.kind not in "iu":
        return value
    return saturated(array, dtype) if array.dtype.kind == "f" else array.astype(dtype)


def as_unsigned(value: Value) -> Value:
    return np.asarray(value).view(UNSIGNED[np.asarray(value).dtype.itemsize * 8])


def as_signed(value: Value) -> Value:
    array = np.asarray(value)
    return array.view(SIGNED[array.dtype.itemsize * 8]) if array.dtype.kind == "u" else value


def constant(op: Operation) -> Value:
    assert isinstance(op, arith.ConstantOp)
    match op.value:
        case IntegerAttr() as attr if isinstance(attr.type, IndexType):
            return attr.value.data
        case IntegerAttr() as attr:
            return np.int64(attr.value.data).astype(storage_type(op.result.type))
        case FloatAttr() as attr:
            return np.float32(attr.value.data)
        case _:
            raise ValueError(f"no value for {op}")


def _unsigned(function: Callable[..., Value]) -> Callable[..., Value]:
    def on_unsigned(a: Value, b: Value) -> Value:
        return as_signed(function(as_unsigned(a), as_unsigned(b)))

    return on_unsigned


def _add(a: Value, b: Value) -> Value:
    return a + b


def _subtract(a: Value, b: Value) -> Value:
    return a - b


def _multiply(a: Value, b: Value) -> Value:
    return a * b


def _floor_divide(a: Value, b: Value) -> Value:
    return a // b


def _sigmoid(a: Value) -> Value:
    return np.float32(1) / (np.float32(1) + np.exp(-a))


def _rsqrt(a: Value) -> Value:
    root: Value = np.sqrt(a)
    return np.float32(1) / root


_SIGNED_PREDICATES: tuple[Callable[..., Value], ...] = (
    np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal,
)  # fmt: skip


def _compare_integers(op: arith.CmpiOp, a: Value, b: Value) -> Value:
    predicate = op.predicate.value.data
    if predicate >= len(_SIGNED_PREDICATES):
        return _SIGNED_PREDICATES[predicate - 4](as_unsigned(a), as_unsigned(b))
    return _SIGNED_PREDICATES[predicate](a, b)


_ORDERED: dict[int, Callable[..., Value]] = {
    1: np.equal, 2: np.greater, 3: np.greater_equal, 4: np.less, 5: np.less_equal,
    13: np.not_equal,
}  # fmt: skip
"""Predicates of arith.cmpf that the front end makes; numpy's are false on NaN like these."""


def _compare_floats(op: arith.CmpfOp, a: Value, b: Value) -> Value:
    predicate = op.predicate.value.data
    if predicate == 14:  # uno
        return np.isnan(a) | np.isnan(b)
    return _ORDERED[predicate](a, b)


def _select(op: Operation, condition: Value, then: Value, otherwise: Value) -> Value:
    return cast("Value", np.where(condition, then, otherwise))


def _same(op: Operation, a: Value) -> Value:
    return a


def _round(op: Operation, a: Value) -> Value:
    return rounded(a, op.results[0].type)


def _to_signed(op: Operation, a: Value) -> Value:
    return saturated(np.asarray(a), storage_type(op.results[0].type))


def _to_unsigned(op: Operation, a: Value) -> Value:
    held = np.dtype(storage_type(op.results[0].type))
    return as_signed(saturated(np.asarray(a), UNSIGNED[held.itemsize * 8]))


def _from_unsigned(op: Operation, a: Value) -> Value:
    """Widens or converts a value without a sign; that of a condition is 0 or 1."""
    bits = a if np.asarray(a).dtype == np.bool_ else as_unsigned(a)
    return np.asarray(bits).astype(storage_type(op.results[0].type))


def _converted(op: Operation, a: Value) -> Value:
    return np.asarray(a).astype(storage_type(op.results[0].type))


BINARY: dict[type[Operation], Callable[..., Value]] = {
    arith.AddiOp: _add,
    arith.SubiOp: _subtract,
    arith.MuliOp: _multiply,
    arith.FloorDivSIOp: _floor_divide,
    arith.RemSIOp: np.fmod,
    arith.DivUIOp: _unsigned(_floor_divide),
    arith.RemUIOp: _unsigned(np.fmod),
    arith.MinSIOp: np.minimum,
    arith.MaxSIOp: np.maximum,
    arith.MinUIOp: _unsigned(np.minimum),
    arith.MaxUIOp: _unsigned(np.maximum),
    arith.AndIOp: np.bitwise_and,
    arith.OrIOp: np.bitwise_or,
    arith.XOrIOp: np.bitwise_xor,
    arith.ShLIOp: np.left_shift,
    arith.ShRSIOp: np.right_shift,
    arith.ShRUIOp: _unsigned(np.right_shift),
    arith.AddfOp: np.add,
    arith.SubfOp: np.subtract,
    arith.MulfOp: np.multiply,
    arith.DivfOp: np.divide,
    arith.MinimumfOp: np.minimum,
    arith.MaximumfOp: np.maximum,
    math.PowFOp: np.power,
}
_erf = np.vectorize(python_math.erf, otypes=[np.float32])
UNARY: dict[type[Operation], Callable[..., Value]] = {
    arith.NegfOp: np.negative,
    math.AbsFOp: np.abs,
    math.AbsIOp: np.abs,
    math.ExpOp: np.exp,
    math.Exp2Op: np.exp2,
    math.LogOp: np.log,
    math.Log2Op: np.log2,
    math.SqrtOp: np.sqrt,
    math.RsqrtOp: _rsqrt,
    math.SinOp: np.sin,
    math.CosOp: np.cos,
    math.TanhOp: np.tanh,
    math.ErfOp: _erf,
    math.FloorOp: np.floor,
    math.CeilOp: np.ceil,
    math.RoundEvenOp: np.rint,
    math.TruncOp: np.trunc,
    grid.SigmoidOp: _sigmoid,
}
REDUCTIONS: dict[str, tuple[Callable[..., Value], Callable[..., Value], bool]] = {
    "sum": (np.sum, np.add, False),
    "max": (np.max, np.maximum, False),
    "min": (np.min, np.minimum, False),
    "abssum": (np.sum, np.add, True),
    "absmax": (np.max, np.maximum, True),
}
"""How a kind of reduction folds a line, joins the old element, and whether of absolute values."""
TYPED: dict[type[Operation], Callable[..., Value]] = {
    arith.CmpiOp: _compare_integers,
    arith.CmpfOp: _compare_floats,
    arith.SelectOp: _select,
    arith.ExtFOp: _same,
    arith.TruncFOp: _round,
    arith.FPToSIOp: _to_signed,
    arith.FPToUIOp: _to_unsigned,
    arith.SIToFPOp: _converted,
    arith.UIToFPOp: _from_unsigned,
    arith.ExtUIOp: _from_unsigned,
    arith.ExtSIOp: _converted,
    arith.TruncIOp: _converted,
    arith.IndexCastOp: _converted,
}
"""Ops whose numpy function looks at the op: its predicate or its result type."""
