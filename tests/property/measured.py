"""
Arrays with a bound on their error: what a kernel's expression is worth, op by op.

The bounds are those of a correct program: each op rounds to its dtype, 2u of its result for an
element-wise op and 1e-4 more for a transcendental one, and passes on the errors it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNIT = {"float32": 2.0**-24, "bfloat16": 2.0**-8, "int32": 0.0}
"""Half a unit in the last place."""

TRANSCENDENTAL = 1e-4
WRAP = 2**32


@dataclass(frozen=True)
class Measured:
    """A float64 value for each element, how far off it may be, and the dtype it has."""

    value: Floats
    error: Floats
    dtype: str

    def __getitem__(self, place: object) -> Measured:
        """An element of T.Parallel is the whole array."""
        return self

    def __add__(self, other: Measured | float) -> Measured:
        y = constant(other, self)
        return rounded(self.value + y.value, self.error + y.error, self, y)

    def __sub__(self, other: Measured | float) -> Measured:
        y = constant(other, self)
        return rounded(self.value - y.value, self.error + y.error, self, y)

    def __mul__(self, other: Measured | float) -> Measured:
        y = constant(other, self)
        error = np.abs(self.value) * y.error + np.abs(y.value) * self.error + self.error * y.error
        return rounded(self.value * y.value, error, self, y)

    def __truediv__(self, other: Measured | float) -> Measured:
        y = constant(other, self)
        quotient = self.value / y.value
        error = (self.error + np.abs(quotient) * y.error) / (np.abs(y.value) - y.error)
        # A constant is divided by as a product with its reciprocal, which is rounded, too.
        return rounded(quotient, error + 2 * UNIT["float32"] * np.abs(quotient), self, y)

    def __radd__(self, other: float) -> Measured:
        return self + other

    def __rsub__(self, other: float) -> Measured:
        return constant(other, self) - self

    def __rmul__(self, other: float) -> Measured:
        return self * other

    def __rtruediv__(self, other: float) -> Measured:
        return constant(other, self) / self

    def __neg__(self) -> Measured:
        return Measured(-self.value, self.error, self.dtype)


def exact(array: NDArray[Any], dtype: str) -> Measured:
    values = array.astype(np.float64)
    return Measured(values, np.zeros_like(values), dtype)


def constant(value: Measured | float, like: Measured) -> Measured:
    """A Python number takes the dtype of what it meets; bfloat16 keeps it to half a unit."""
    if isinstance(value, Measured):
        return value
    error = abs(value) * UNIT[like.dtype]
    return Measured(np.full_like(like.value, value), np.full_like(like.value, error), like.dtype)


def promoted(x: Measured, y: Measured) -> str:
    order = ("int32", "bfloat16", "float32")
    return max(x.dtype, y.dtype, key=order.index)


def rounded(value: Floats, error: Floats, *operands: Measured) -> Measured:
    dtype = promoted(operands[0], operands[-1])
    if dtype == "int32":
        value = (value + WRAP // 2) % WRAP - WRAP // 2
    return Measured(value, error + 2 * UNIT[dtype] * np.abs(value), dtype)


def to(x: Measured, dtype: str) -> Measured:
    """A conversion; integers are too small to lose digits in float32."""
    if dtype == x.dtype:
        return x
    return Measured(x.value, x.error + UNIT[dtype] * np.abs(x.value), dtype)


def smooth(
    function: Callable[[Floats], Floats], slope: Callable[[Floats], Floats]
) -> Callable[[Measured], Measured]:
    """A transcendental function and its slope, or what that never exceeds."""

    def measured(x: Measured) -> Measured:
        value = function(x.value)
        extra = (TRANSCENDENTAL + 2 * UNIT[x.dtype]) * np.abs(value)
        # Close to zero results of tanh or sin are as wrong as their intermediate values.
        extra += 4 * UNIT["float32"]
        return Measured(value, x.error * slope(x.value) * 1.05 + extra, x.dtype)

    return measured


class Functions:
    """What `T` is where an expression is evaluated on measured arrays."""

    exp = staticmethod(smooth(np.exp, np.exp))
    exp2 = staticmethod(smooth(np.exp2, np.exp2))
    tanh = staticmethod(smooth(np.tanh, np.ones_like))
    sigmoid = staticmethod(smooth(lambda x: 1 / (1 + np.exp(-x)), np.ones_like))
    sin = staticmethod(smooth(np.sin, np.ones_like))
    cos = staticmethod(smooth(np.cos, np.ones_like))
    sqrt = staticmethod(smooth(np.sqrt, lambda x: 0.5 / np.sqrt(x)))
    rsqrt = staticmethod(smooth(lambda x: 1 / np.sqrt(x), lambda x: 0.5 * x**-1.5))
    log = staticmethod(smooth(np.log, lambda x: 1 / x))
    log2 = staticmethod(smooth(np.log2, lambda x: 1.45 / x))

    @staticmethod
    def abs(x: Measured) -> Measured:
        return Measured(np.abs(x.value), x.error, x.dtype)

    @staticmethod
    def max(x: Measured, other: Measured | float) -> Measured:
        y = constant(other, x)
        worse = np.maximum(x.error, y.error)
        return Measured(np.maximum(x.value, y.value), worse, promoted(x, y))

    @staticmethod
    def min(x: Measured, other: Measured | float) -> Measured:
        y = constant(other, x)
        worse = np.maximum(x.error, y.error)
        return Measured(np.minimum(x.value, y.value), worse, promoted(x, y))

    @staticmethod
    def clamp(x: Measured, low: float, high: float) -> Measured:
        return Functions.min(Functions.max(x, low), high)

    @staticmethod
    def cast(x: Measured, dtype: str) -> Measured:
        return to(x, dtype)
