"""Constants in element-wise code: computed while compiling, or operands of ops on blocks."""

from __future__ import annotations

from collections.abc import Callable

from xdsl.dialects.builtin import IntegerType
from xdsl.ir import Attribute, Operation, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.passes import integer_casts
from ttc.passes.build import Emitter


def folded(op: Operation, function: Callable[..., float], *operands: float) -> float:
    """Computes a function of constants while compiling."""
    try:
        return float(function(*operands))
    except (ArithmeticError, ValueError) as error:
        raise CompileError.at(op, f"this computes with constants: {error}").note(
            "compute it outside the kernel, in Python"
        ) from None


def scalar_right(
    e: Emitter, kind: str, x: SSAValue, c: float, hint: str | None, type_: Attribute
) -> SSAValue:
    """Makes `block kind constant`."""
    if isinstance(type_, IntegerType):
        if kind in integer_casts.SCALAR:
            return e.emit(tile.ScalarOp(kind, x, c), hint).result
        filled = e.emit(tile.FillOp(c, x.type)).block
        return e.emit(tile.BinaryOp(kind, x, filled), hint).result
    match kind:
        case "max" if c == 0.0:
            return e.emit(tile.UnaryOp("relu", x), hint).result
        case "div" if c != 0.0:
            return e.emit(tile.ScalarOp("mul", x, 1.0 / c), hint).result
        case "div":
            zero = e.emit(tile.FillOp(c, x.type)).block
            return e.emit(tile.BinaryOp(kind, x, zero), hint).result
        case "pow" if c == 2.0:
            return e.emit(tile.BinaryOp("mul", x, x), hint).result
        case _:
            return e.emit(tile.ScalarOp(kind, x, c), hint).result


def scalar_left(
    e: Emitter, kind: str, c: float, x: SSAValue, hint: str | None, type_: Attribute
) -> SSAValue:
    """Makes `constant kind block`."""
    match kind:
        case "add" | "mul" | "max" | "min":
            return scalar_right(e, kind, x, c, hint, type_)
        case "sub" if not isinstance(type_, IntegerType):
            return e.emit(tile.ScalarOp("rsub", x, c), hint).result
        case "div" if c == 1.0:
            return e.emit(tile.UnaryOp("recip", x), hint).result
        case "div":
            return e.emit(tile.ScalarOp("rdiv", x, c), hint).result
        case _:
            filled = e.emit(tile.FillOp(c, x.type)).block
            return e.emit(tile.BinaryOp(kind, filled, x), hint).result
