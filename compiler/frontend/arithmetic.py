"""Operators and mathematical functions on a kernel's values, with TileLang's type rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xdsl.dialects import arith, math
from xdsl.ir import Operation, SSAValue

from ttc.dialects import grid
from ttc.dtypes import FLOAT32, INT32, DType
from ttc.frontend import indices
from ttc.frontend.convert import BOOL, is_signed, promoted
from ttc.frontend.integers import widened
from ttc.frontend.operands import cast, python_number, scalar, unified
from ttc.frontend.values import Element, Index, Scalar
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.frontend.kernel import KernelLowering

BinaryOp = Callable[[SSAValue, SSAValue], Operation]
UnaryOp = Callable[[SSAValue], Operation]

_FLOAT: dict[str, BinaryOp] = {
    "+": arith.AddfOp,
    "-": arith.SubfOp,
    "*": arith.MulfOp,
    "/": arith.DivfOp,
    "min": arith.MinimumfOp,
    "max": arith.MaximumfOp,
    "**": math.PowFOp,
}
_SIGNED: dict[str, BinaryOp] = {
    "+": arith.AddiOp,
    "-": arith.SubiOp,
    "*": arith.MuliOp,
    "//": arith.FloorDivSIOp,
    "min": arith.MinSIOp,
    "max": arith.MaxSIOp,
    "<<": arith.ShLIOp,
    ">>": arith.ShRSIOp,
    "&": arith.AndIOp,
    "|": arith.OrIOp,
    "^": arith.XOrIOp,
}
_UNSIGNED: dict[str, BinaryOp] = {
    **_SIGNED,
    "//": arith.DivUIOp,
    "%": arith.RemUIOp,
    ">>": arith.ShRUIOp,
    "min": arith.MinUIOp,
    "max": arith.MaxUIOp,
}
_COMPARE: dict[str, tuple[str, str, str]] = {
    # float (a comparison with NaN is false, but for !=), signed, unsigned
    "<": ("olt", "slt", "ult"),
    "<=": ("ole", "sle", "ule"),
    ">": ("ogt", "sgt", "ugt"),
    ">=": ("oge", "sge", "uge"),
    "==": ("oeq", "eq", "eq"),
    "!=": ("une", "ne", "ne"),
}
UNARY: dict[str, UnaryOp] = {
    "exp": math.ExpOp,
    "exp2": math.Exp2Op,
    "log": math.LogOp,
    "log2": math.Log2Op,
    "sqrt": math.SqrtOp,
    "rsqrt": math.RsqrtOp,
    "sin": math.SinOp,
    "cos": math.CosOp,
    "tanh": math.TanhOp,
    "erf": math.ErfOp,
    "floor": math.FloorOp,
    "ceil": math.CeilOp,
    "round": math.RoundEvenOp,
    "trunc": math.TruncOp,
    "sigmoid": grid.SigmoidOp,
}
_ROUNDING = ("floor", "ceil", "round", "trunc")
_SHORT_POWERS = (2, 3, 4)
"""Exponents for which multiplying is shorter, and exact where a power by logarithms is not."""


def binary(k: KernelLowering, operator: str, lhs: object, rhs: object) -> object:
    """Computes `lhs operator rhs`; index arithmetic stays on indices."""
    lhs, rhs = python_number(lhs), python_number(rhs)
    if isinstance(lhs, Index | int) and isinstance(rhs, Index | int):
        result = _on_indices(k, operator, lhs, rhs)
        if result is not None:
            return result
    if operator in _COMPARE:
        return compare(k, operator, lhs, rhs)
    if operator == "**" and isinstance(rhs, int | float) and rhs in _SHORT_POWERS:
        return _multiplied(k, lhs, rhs)
    (a, b), dtype = unified(k, lhs, rhs)
    if dtype == BOOL and operator not in ("&", "|", "^"):
        a, b = (cast(k, Scalar(side, BOOL), INT32).ssa for side in (a, b))
        dtype = INT32
    if dtype.is_float:
        return Scalar(_floats(k, operator, a, b), dtype)
    if dtype.is_narrow:
        return _short(k, operator, a, b, dtype)
    result = Scalar(_integers(k, operator, a, b, dtype), dtype)
    if operator == "&" and dtype == BOOL:
        k.guards.both(result.ssa, a, b)
    return result


def _short(k: KernelLowering, operator: str, a: SSAValue, b: SSAValue, dtype: DType) -> Scalar:
    """Computes on integers of less than 32 bits; none of them is negative unless signed."""
    wide = _integers(k, operator, widened(k, a, dtype), widened(k, b, dtype), INT32)
    return cast(k, Scalar(wide, INT32), dtype)


def _multiplied(k: KernelLowering, base: object, exponent: float) -> object:
    value = scalar(k, base)
    if isinstance(exponent, float):
        value = cast(k, value, promoted(value.dtype, FLOAT32))
    square = binary(k, "*", value, value)
    match exponent:
        case 2:
            return square
        case 3:
            return binary(k, "*", square, value)
        case _:
            return binary(k, "*", square, square)


def _on_indices(
    k: KernelLowering, operator: str, lhs: Index | int, rhs: Index | int
) -> object | None:
    if isinstance(lhs, bool) or isinstance(rhs, bool):
        return None
    match operator:
        case "+":
            return indices.added(lhs, rhs)
        case "-":
            return indices.added(lhs, rhs, -1)
        case "*":
            return indices.product(k.builder, lhs, rhs)
        case "//":
            return indices.quotient(k.builder, lhs, rhs)
        case "%":
            return indices.remainder(k.builder, lhs, rhs)
        case "min":
            return indices.minimum(k.builder, lhs, rhs)
        case "max":
            return indices.maximum(k.builder, lhs, rhs)
        case "/":
            raise error("the quotient of two integers has to be rounded").note("write //")
        case _:
            return indices.compared(operator, lhs, rhs) if operator in _COMPARE else None


def compare(k: KernelLowering, operator: str, lhs: object, rhs: object) -> Scalar:
    of_float, signed, unsigned = _COMPARE[operator]
    if isinstance(lhs, Index | int) and isinstance(rhs, Index | int):
        sides = (indices.value_of(k.builder, lhs), indices.value_of(k.builder, rhs))
        result = Scalar(k.emit(arith.CmpiOp(*sides, signed)), BOOL)
        k.guards.compared(result.ssa, operator, lhs, rhs)
        return result
    (a, b), dtype = unified(k, lhs, rhs)
    if dtype.is_float:
        return Scalar(k.emit(arith.CmpfOp(a, b, of_float)), BOOL)
    if dtype.is_narrow:
        a, b, dtype = widened(k, a, dtype), widened(k, b, dtype), INT32
    return Scalar(k.emit(arith.CmpiOp(a, b, signed if is_signed(dtype) else unsigned)), BOOL)


def _floats(k: KernelLowering, operator: str, a: SSAValue, b: SSAValue) -> SSAValue:
    if operator in _FLOAT:
        return k.emit(_FLOAT[operator](a, b))
    if operator not in ("//", "%"):
        raise error(f"{operator} works on integers")
    whole = k.emit(math.FloorOp(k.emit(arith.DivfOp(a, b))))
    if operator == "//":
        return whole
    return k.emit(arith.SubfOp(a, k.emit(arith.MulfOp(whole, b))))


def _integers(k: KernelLowering, operator: str, a: SSAValue, b: SSAValue, dtype: DType) -> SSAValue:
    if operator == "/":
        raise error("the quotient of two integers has to be rounded").note("write //")
    table = _SIGNED if is_signed(dtype) else _UNSIGNED
    if operator in table:
        return k.emit(table[operator](a, b))
    if operator != "%":
        raise error(f"{operator} is not supported yet on {dtype.name}")
    # The remainder has the sign of the divisor, as Python's and TileLang's.
    whole = k.emit(arith.FloorDivSIOp(a, b))
    return k.emit(arith.SubiOp(a, k.emit(arith.MuliOp(whole, b))))


def unary(k: KernelLowering, name: str, operand: object) -> object:
    """Computes a function of one operand; fractional functions of integers are float32."""
    if name == "-" and isinstance(operand, Index):
        return indices.scaled(operand, -1)
    value = scalar(k, operand)
    if name == "~":
        if value.dtype.is_float:
            raise error(f"~ works on integers, not on {value.dtype.name}")
        if value.dtype != BOOL:
            return binary(k, "^", value, -1)
        return Scalar(k.emit(arith.XOrIOp(value.ssa, k.builder.number(1, BOOL))), BOOL)
    if name == "-" and not value.dtype.is_float:
        return binary(k, "-", 0, value)
    if name == "abs" and not value.dtype.is_float:
        return _integer_abs(k, value)
    if name in _ROUNDING and not value.dtype.is_float:
        return value
    if not value.dtype.is_float:
        value = cast(k, value, FLOAT32)
    return Scalar(_on_float(k, name, value), BOOL if name == "isnan" else value.dtype)


def _integer_abs(k: KernelLowering, value: Scalar) -> Scalar:
    if not is_signed(value.dtype):
        return value
    wide = cast(k, value, INT32)
    return cast(k, Scalar(k.emit(math.AbsIOp(wide.ssa)), INT32), value.dtype)


def _on_float(k: KernelLowering, name: str, value: Scalar) -> SSAValue:
    match name:
        case "-":
            return k.emit(arith.NegfOp(value.ssa))
        case "abs":
            return k.emit(math.AbsFOp(value.ssa))
        case "isnan":
            return k.emit(arith.CmpfOp(value.ssa, value.ssa, "uno"))
        case _:
            return k.emit(UNARY[name](value.ssa))


def select(k: KernelLowering, condition: object, then: object, otherwise: object) -> object:
    """Chooses between two values of any types by a condition of the kernel."""
    if not isinstance(condition, Scalar | Element | Index):
        return then if condition else otherwise
    chosen = cast(k, condition, BOOL)
    if k.parallel is None and isinstance(then, Index | int) and isinstance(otherwise, Index | int):
        return indices.selected(k.builder, chosen.ssa, then, otherwise)
    (a, b), dtype = unified(k, then, otherwise)
    if dtype.is_narrow:
        a, b = widened(k, a, dtype), widened(k, b, dtype)
        return cast(k, Scalar(k.emit(arith.SelectOp(chosen.ssa, a, b)), INT32), dtype)
    return Scalar(k.emit(arith.SelectOp(chosen.ssa, a, b)), dtype)
