"""
Arrays with a bound on their error: what a kernel's expression is worth, op by op.

The bounds are those of a correct program. Each op rounds to its dtype, 2u of its result for an
element-wise op and 1e-4 more for a transcendental one, and passes on the errors it is given. A
condition that these errors may turn over is as uncertain as its two sides are apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Operand = Any
"""A Measured, a Python number, or an array of places: numpy integers and conditions of them."""

UNIT = {"float32": 2.0**-24, "bfloat16": 2.0**-8, "int32": 0.0, "bool": 0.0}
"""Half a unit in the last place."""
ORDER = (*("bool", "int32", "bfloat16", "float32"),)

TRANSCENDENTAL = 1e-4
WRAP = 2**32


@dataclass(frozen=True, eq=False)
class Measured:
    """A float64 value for each element, how far off it may be, and the dtype it has."""

    value: Floats
    error: Floats
    dtype: str

    # An array of places on the left of an operator leaves it to this class.
    __array_ufunc__: ClassVar[None] = None

    def __getitem__(self, place: object) -> Measured:
        """An element of T.Parallel is the whole array."""
        return self

    def __add__(self, other: Operand) -> Measured:
        x, y = unified(self, other)
        return rounded(x.value + y.value, x.error + y.error, x.dtype)

    def __sub__(self, other: Operand) -> Measured:
        x, y = unified(self, other)
        return rounded(x.value - y.value, x.error + y.error, x.dtype)

    def __mul__(self, other: Operand) -> Measured:
        x, y = unified(self, other)
        error = np.abs(x.value) * y.error + np.abs(y.value) * x.error + x.error * y.error
        return rounded(x.value * y.value, error, x.dtype)

    def __truediv__(self, other: Operand) -> Measured:
        x, y = unified(self, other)
        quotient = x.value / y.value
        error = (x.error + np.abs(quotient) * y.error) / np.maximum(np.abs(y.value) - y.error, 0)
        # A constant is divided by as a product with its reciprocal, which is rounded, too.
        return rounded(quotient, error + 2 * UNIT["float32"] * np.abs(quotient), x.dtype)

    def __pow__(self, exponent: Operand) -> Measured:
        if isinstance(exponent, int) and 2 <= exponent <= 4:
            square = self * self
            return (square, square * self, square * square)[exponent - 2]
        return Functions.pow(self, exponent)

    def __radd__(self, other: Operand) -> Measured:
        return self + other

    def __rsub__(self, other: Operand) -> Measured:
        return number(other) - self

    def __rmul__(self, other: Operand) -> Measured:
        return self * other

    def __rtruediv__(self, other: Operand) -> Measured:
        return number(other) / self

    def __neg__(self) -> Measured:
        return rounded(-self.value, self.error, "int32") if self.dtype == "int32" else Measured(
            -self.value, self.error, self.dtype
        )  # fmt: skip

    def __floordiv__(self, other: int) -> Measured:
        """Of integers, which are exact."""
        return Measured(np.floor(self.value / other), self.error, self.dtype)

    def __mod__(self, other: int) -> Measured:
        return Measured(np.mod(self.value, other), self.error, self.dtype)

    def __lt__(self, other: Operand) -> Measured:
        return compared(np.less, self, other)

    def __le__(self, other: Operand) -> Measured:
        return compared(np.less_equal, self, other)

    def __gt__(self, other: Operand) -> Measured:
        return compared(np.greater, self, other)

    def __ge__(self, other: Operand) -> Measured:
        return compared(np.greater_equal, self, other)

    def __eq__(self, other: Operand) -> Measured:  # pyright: ignore[reportIncompatibleMethodOverride]
        return compared(np.equal, self, other)

    def __ne__(self, other: Operand) -> Measured:  # pyright: ignore[reportIncompatibleMethodOverride]
        return compared(np.not_equal, self, other)

    def __and__(self, other: Operand) -> Measured:
        y = number(other)
        is_false = ((self.value == 0) & (self.error == 0)) | ((y.value == 0) & (y.error == 0))
        error = np.where(is_false, 0.0, np.maximum(self.error, y.error))
        return Measured(self.value * y.value, error, "bool")

    def __or__(self, other: Operand) -> Measured:
        return ~(~self & ~number(other))

    def __rand__(self, other: Operand) -> Measured:
        return self & other

    def __ror__(self, other: Operand) -> Measured:
        return self | other

    def __invert__(self) -> Measured:
        return Measured(1 - self.value, self.error, "bool")


def exact(array: NDArray[Any], dtype: str) -> Measured:
    values = array.astype(np.float64)
    return Measured(values, np.zeros_like(values), dtype)


def number(value: Operand) -> Measured:
    """A Python float is float32, an integer or a place int32; either meets others in theirs."""
    if isinstance(value, Measured):
        return value
    array = np.asarray(value)
    kind = {"b": "bool", "f": "float32"}.get(array.dtype.kind, "int32")
    wide = array.astype(np.float64)
    error = np.where(np.isinf(wide), 0.0, np.abs(wide) * UNIT[kind])
    return Measured(wide, error, kind)


def unified(x: Operand, y: Operand) -> tuple[Measured, Measured]:
    """Brings two operands to the dtype they are computed in."""
    a, b = number(x), number(y)
    dtype = max(a.dtype, b.dtype, key=ORDER.index)
    return to(a, dtype), to(b, dtype)


def rounded(value: Floats, error: Floats, dtype: str) -> Measured:
    if dtype == "int32":
        value = (value + WRAP // 2) % WRAP - WRAP // 2
    return known(value, error + 2 * UNIT[dtype] * np.abs(value), dtype)


def known(value: Floats, error: Floats, dtype: str) -> Measured:
    """An infinity is exact, since it comes of T.infinity; of a NaN nothing is known."""
    error = np.where(np.isinf(value) & ~np.isnan(error), 0.0, error)
    return Measured(value, np.where(np.isnan(value) | np.isnan(error), np.inf, error), dtype)


def to(x: Measured, dtype: str) -> Measured:
    """A conversion; to integers it cuts the fraction off."""
    if dtype == x.dtype:
        return x
    if dtype == "bool":
        return x != 0
    if dtype == "int32" and x.dtype != "bool":
        return stepwise(np.trunc)(x, dtype)
    error = np.where(np.isinf(x.value), 0.0, UNIT[dtype] * np.abs(x.value))
    return known(x.value, x.error + error, dtype)


def compared(operator: Callable[..., Any], left: Operand, right: Operand) -> Measured:
    x, y = unified(left, right)
    with np.errstate(invalid="ignore"):
        apart = np.where(x.value == y.value, 0.0, np.abs(x.value - y.value))
    slack = x.error + y.error
    unsure = np.where((apart > slack) | (slack == 0), 0.0, 1.0)
    return Measured(operator(x.value, y.value).astype(np.float64), unsure, "bool")


def select(condition: Operand, then: Operand, otherwise: Operand) -> Measured:
    """Either side; where the condition is unsure, both are possible."""
    c = number(condition)
    x, y = unified(then, otherwise)
    taken = c.value != 0
    value = np.where(taken, x.value, y.value)
    error = np.where(taken, x.error, y.error)
    with np.errstate(invalid="ignore"):
        other = np.abs(x.value - y.value) + np.where(taken, y.error, x.error)
    unsure = np.where(np.isnan(other), np.inf, np.maximum(error, other))
    return Measured(value, np.where(c.error > 0, unsure, error), x.dtype)


def smooth(
    function: Callable[[Floats], Floats], slope: Callable[[Floats], Floats]
) -> Callable[[Operand], Measured]:
    """A transcendental function and its slope, or what that never exceeds."""

    def measured(operand: Operand) -> Measured:
        x = number(operand)
        x = x if x.dtype in ("float32", "bfloat16") else to(x, "float32")
        value = function(x.value)
        extra = (TRANSCENDENTAL + 2 * UNIT[x.dtype]) * np.abs(value)
        # Close to zero results of tanh or sin are as wrong as their intermediate values.
        extra += 4 * UNIT["float32"]
        with np.errstate(invalid="ignore"):
            passed = np.where(x.error == 0, 0.0, x.error * slope(x.value) * 1.05)
        return known(value, passed + extra, x.dtype)

    return measured


def monotone(function: Callable[[Floats], Floats]) -> Callable[[Operand], Measured]:
    """A transcendental function that only grows or only falls: its values at the ends bound it."""

    def slope(x: Floats) -> Floats:
        return np.zeros_like(x)

    inner = smooth(function, slope)

    def measured(operand: Operand) -> Measured:
        x = number(operand)
        there = inner(x)
        with np.errstate(all="ignore"):
            ends = [np.abs(function(x.value + s * x.error) - there.value) for s in (-1, 1)]
        passed = np.where(x.error == 0, 0.0, np.maximum(*ends))
        return known(there.value, there.error + passed, there.dtype)

    return measured


def stepwise(function: Callable[[Floats], Floats]) -> Callable[..., Measured]:
    """A function to whole numbers: exact where the operand's error crosses no step."""

    def measured(operand: Operand, dtype: str | None = None) -> Measured:
        x = number(operand)
        value = function(x.value)
        below, above = function(x.value - x.error), function(x.value + x.error)
        return known(value, np.maximum(above - value, value - below), dtype or x.dtype)

    return measured


def _erf(x: Floats) -> Floats:
    # Abramowitz and Stegun 7.1.26, within 1.5e-7.
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = 0.254829592 + t * (
        -0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))
    )
    return np.sign(x) * (1 - t * series * np.exp(-x * x))


def _is_number(*values: object) -> bool:
    return not any(isinstance(value, Measured) for value in values)


class Functions:
    """What `T` is where an expression is evaluated on measured arrays."""

    exp = staticmethod(monotone(np.exp))
    exp2 = staticmethod(monotone(np.exp2))
    tanh = staticmethod(smooth(np.tanh, np.ones_like))
    sigmoid = staticmethod(smooth(lambda x: 1 / (1 + np.exp(-x)), np.ones_like))
    erf = staticmethod(smooth(_erf, lambda x: 1.13 * np.ones_like(x)))
    sin = staticmethod(smooth(np.sin, np.ones_like))
    cos = staticmethod(smooth(np.cos, np.ones_like))
    sqrt = staticmethod(monotone(np.sqrt))
    rsqrt = staticmethod(monotone(lambda x: 1 / np.sqrt(x)))
    log = staticmethod(monotone(np.log))
    log2 = staticmethod(monotone(np.log2))
    floor = staticmethod(stepwise(np.floor))
    ceil = staticmethod(stepwise(np.ceil))
    round = staticmethod(stepwise(np.rint))
    trunc = staticmethod(stepwise(np.trunc))
    if_then_else = staticmethod(select)

    @staticmethod
    def abs(operand: Operand) -> Measured:
        x = number(operand)
        return Measured(np.abs(x.value), x.error, x.dtype)

    @staticmethod
    def max(left: Operand, right: Operand) -> Any:
        if _is_number(left, right):
            return np.maximum(left, right)
        x, y = unified(left, right)
        value = np.maximum(x.value, y.value)
        above = np.maximum(x.value + x.error, y.value + y.error)
        below = np.maximum(x.value - x.error, y.value - y.error)
        return known(value, _widest(value, below, above), x.dtype)

    @staticmethod
    def min(left: Operand, right: Operand) -> Any:
        if _is_number(left, right):
            return np.minimum(left, right)
        return -Functions.max(-number(left), -number(right))

    @staticmethod
    def clamp(x: Operand, low: Operand, high: Operand) -> Any:
        return Functions.min(Functions.max(x, low), high)

    @staticmethod
    def pow(base: Operand, exponent: Operand) -> Measured:
        """Of positive numbers, as exp(y log x): errors of the logarithm are multiplied by y."""
        x, y = unified(base, exponent)
        value = x.value**y.value
        corners = [
            np.abs(np.maximum(x.value + s * x.error, 0) ** (y.value + t * y.error) - value)
            for s in (-1, 1)
            for t in (-1, 1)
        ]
        extra = TRANSCENDENTAL * (1 + np.abs(y.value)) * np.abs(value)
        return rounded(value, np.max(corners, axis=0) + extra, x.dtype)

    @staticmethod
    def fast_rcp(x: Operand) -> Measured:
        return number(1.0) / x

    @staticmethod
    def cast(x: Operand, dtype: str) -> Measured:
        return to(number(x), dtype)


def _widest(value: Floats, below: Floats, above: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(value), 0.0, np.maximum(above - value, value - below))
