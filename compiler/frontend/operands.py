"""Operands of arithmetic: as values of one element, brought to one type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdsl.dialects import arith
from xdsl.ir import SSAValue

from ttc.dtypes import FLOAT32, INT32, DType
from ttc.frontend import indices
from ttc.frontend.convert import BOOL, promoted
from ttc.frontend.integers import converted, widened
from ttc.frontend.values import Element, Index, Operand, Scalar
from ttc.language.place import error
from ttc.language.tensor import described

if TYPE_CHECKING:
    from ttc.frontend.kernel import KernelLowering


def scalar(k: KernelLowering, value: object, literal: DType | None = None) -> Scalar:
    """
    Makes an element's value of an operand; an element of a buffer is loaded.

    An integer literal takes the type `literal`, a fractional one is float32 unless told.
    """
    match value:
        case Scalar():
            return value
        case Element():
            return k.load(value)
        case Index():
            number = indices.number_behind(value)
            if number is not None:
                return Scalar(number, INT32)
            ssa = indices.value_of(k.builder, value)
            cast = k.emit(arith.IndexCastOp(ssa, INT32.ir))
            return Scalar(cast, INT32)
        case bool():
            return Scalar(k.builder.number(value, BOOL), BOOL)
        case int():
            dtype = literal if literal is not None and literal != BOOL else INT32
            return Scalar(k.builder.number(value, dtype), dtype)
        case float():
            return Scalar(k.builder.number(value, FLOAT32), FLOAT32)
        case _:
            raise error(f"{described(value)} is not a number")


def python_number(value: object) -> object:
    """Turns a number of numpy's into Python's; leaves everything else as it is."""
    if isinstance(value, Operand | int | float):
        return value
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def cast(k: KernelLowering, value: object, dtype: DType) -> Scalar:
    """Converts an operand to a type; a literal becomes a constant of that type."""
    value = python_number(value)
    dtype = dtype.alone
    if isinstance(value, int | float):
        return Scalar(k.builder.number(value, dtype), dtype)
    source = scalar(k, value)
    if dtype == BOOL and source.dtype != BOOL:
        return _is_set(k, source)
    return Scalar(converted(k, source.ssa, source.dtype, dtype), dtype)


def unified(k: KernelLowering, *values: object) -> tuple[list[SSAValue], DType]:
    """Brings operands to the type they meet in."""
    typed = [v for v in values if not isinstance(v, int | float) or isinstance(v, bool)]
    dtypes = [scalar_type(v) for v in typed]
    if any(isinstance(v, float) for v in values):
        dtypes.append(FLOAT32)
    if len(dtypes) < len(values) and not any(d != BOOL for d in dtypes):
        dtypes.append(INT32)
    meeting = dtypes[0]
    for dtype in dtypes[1:]:
        meeting = promoted(meeting, dtype)
    return [cast(k, value, meeting).ssa for value in values], meeting


def scalar_type(value: object) -> DType:
    """Returns the element type an operand has before it meets another."""
    match value:
        case Scalar():
            return value.dtype
        case Element():
            return value.buffer.element.alone
        case Index():
            return INT32
        case bool():
            return BOOL
        case _:
            raise error(f"{described(value)} is not a number")


def _is_set(k: KernelLowering, value: Scalar) -> Scalar:
    """Takes a number for a condition, as Python does: everything but 0 is true."""
    if value.dtype.is_narrow:
        value = Scalar(widened(k, value.ssa, value.dtype), INT32)
    zero = k.builder.number(0, value.dtype)
    if value.dtype.is_float:
        return Scalar(k.emit(arith.CmpfOp(value.ssa, zero, "une")), BOOL)
    return Scalar(k.emit(arith.CmpiOp(value.ssa, zero, "ne")), BOOL)
