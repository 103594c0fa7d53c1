"""What `T.` shape arithmetic means on plain Python numbers, outside a kernel's body."""

from __future__ import annotations

import math
from collections.abc import Callable

from ttc.dtypes import DTYPES
from ttc.language.dtypes import resolve

Number = int | float


def ceildiv(a: int, b: int) -> int:
    return -(-a // b)


def clamp(x: Number, lo: Number, hi: Number) -> Number:
    """Clamps as `min(max(x, lo), hi)`: the upper bound wins where the two cross."""
    return min(max(x, lo), hi)


def infinity(dtype: object) -> float:
    resolve(dtype)
    return math.inf


def max_value(dtype: object) -> Number:
    """Returns the largest finite value of a dtype."""
    return _limits(dtype)[1]


def min_value(dtype: object) -> Number:
    """Returns the smallest value of a dtype, for floats the most negative finite one."""
    return _limits(dtype)[0]


def _limits(dtype: object) -> tuple[Number, Number]:
    match resolve(dtype).name:
        case "bfloat16":
            largest = (2 - 2**-7) * 2.0**127
            return -largest, largest
        case "float32":
            largest = (2 - 2**-23) * 2.0**127
            return -largest, largest
        case "bfloat8_b":
            largest = (2 - 2**-6) * 2.0**127
            return -largest, largest
        case "int8":
            return -(2**7), 2**7 - 1
        case "uint8":
            return 0, 2**8 - 1
        case "int32":
            return -(2**31), 2**31 - 1
        case "uint16":
            return 0, 2**16 - 1
        case "uint32":
            return 0, 2**32 - 1
        case other:
            raise AssertionError(f"{other} of {', '.join(DTYPES)} has no limits")


def if_then_else(cond: bool, t: object, f: object) -> object:
    return t if cond else f


def _floordiv(a: Number, b: Number) -> Number:
    return a // b


def _floormod(a: Number, b: Number) -> Number:
    return a % b


def _exp2(x: float) -> float:
    return 2.0**x


def _rsqrt(x: float) -> float:
    return 1 / math.sqrt(x)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


ON_NUMBERS: dict[str, Callable[..., object]] = {
    "ceildiv": ceildiv,
    "floordiv": _floordiv,
    "floormod": _floormod,
    "min": min,
    "max": max,
    "clamp": clamp,
    "if_then_else": if_then_else,
    "Select": if_then_else,
    "pow": pow,
    "infinity": infinity,
    "max_value": max_value,
    "min_value": min_value,
    "exp": math.exp,
    "exp2": _exp2,
    "log": math.log,
    "log2": math.log2,
    "sqrt": math.sqrt,
    "rsqrt": _rsqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "erf": math.erf,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "trunc": math.trunc,
    "isnan": math.isnan,
}
