"""
What the SFPU's float functions compute, by the stem of their names (`exp` for `exp_tile`).

Sources of the names: metalium api/compute/eltwise_unary/, compute_kernel_api.h,
eltwise_binary_sfpu.h. Approximations of the chip are not modelled: every function is the exact
one, in float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ttc.runtime_sim.formats import Array

F = np.float32
Function = Callable[..., Any]
Unary = Callable[[Array], Any]
Binary = Callable[[Array, Array], Any]
Ternary = Callable[[Array, Array, Array], Any]

erf_values: Any = np.frompyfunc(math.erf, 1, 1)
erfc_values: Any = np.frompyfunc(math.erfc, 1, 1)


def erf(x: Array) -> Array:
    return erf_values(x).astype(F)


def erfc(x: Array) -> Array:
    return erfc_values(x).astype(F)


def sigmoid(x: Array) -> Array:
    return F(1) / (F(1) + np.exp(-x))


def gelu(x: Array) -> Array:
    return x * F(0.5) * (F(1) + erf(x / F(math.sqrt(2))))


def gelu_tanh(x: Array) -> Array:
    inner = F(math.sqrt(2 / math.pi)) * (x + F(0.044715) * x * x * x)
    return x * F(0.5) * (F(1) + np.tanh(inner))


def softplus(x: Array, beta: float, reciprocal: float, threshold: float) -> Array:
    scaled = x * F(beta)
    return np.where(scaled > threshold, x, np.log1p(np.exp(scaled)) * F(reciprocal))


def hardsigmoid(x: Array) -> Array:
    return np.clip(x / F(6) + F(0.5), 0, 1)


def mish(x: Array) -> Array:
    return x * np.tanh(np.log1p(np.exp(x)))


def elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, F(alpha) * np.expm1(x))


def truth(x: Array) -> Array:
    return x.astype(F)


def away_from_zero(x: Array, decimals: int) -> Array:
    scale = F(10.0**decimals)
    return np.rint(x * scale) / scale


UNARY: dict[str, Unary] = {
    "exp": np.exp, "exp2": np.exp2, "expm1": np.expm1,
    "log": np.log, "log1p": np.log1p,
    "sqrt": np.sqrt, "rsqrt": lambda x: F(1) / np.sqrt(x), "cbrt": np.cbrt,
    "recip": lambda x: F(1) / x,
    "tanh": np.tanh, "sigmoid": sigmoid, "silu": lambda x: x * sigmoid(x),
    "square": np.square, "abs": np.abs, "sign": np.sign,
    "signbit": lambda x: truth(np.signbit(x)),
    "tanh_derivative": lambda x: F(1) - np.square(np.tanh(x)), "i0": np.i0,
    "gelu": gelu, "gelu_tanh": gelu_tanh, "erf": erf, "erfc": erfc,
    "relu": lambda x: np.maximum(x, F(0)), "mish": mish, "hardsigmoid": hardsigmoid,
    "softsign": lambda x: x / (F(1) + np.abs(x)), "tanhshrink": lambda x: x - np.tanh(x),
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos,
    "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "asinh": np.arcsinh,
    "acosh": np.arccosh, "atanh": np.arctanh,
    "negative": np.negative, "identity": lambda x: x,
    "logical_not": lambda x: truth(x == 0),
    "eqz": lambda x: truth(x == 0), "nez": lambda x: truth(x != 0),
    "gtz": lambda x: truth(x > 0), "gez": lambda x: truth(x >= 0),
    "ltz": lambda x: truth(x < 0), "lez": lambda x: truth(x <= 0),
    "isinf": lambda x: truth(np.isinf(x)), "isnan": lambda x: truth(np.isnan(x)),
    "isposinf": lambda x: truth(np.isposinf(x)), "isneginf": lambda x: truth(np.isneginf(x)),
    "isfinite": lambda x: truth(np.isfinite(x)),
}  # fmt: skip
"""`f_tile_init(); f_tile(idst)`."""

ROUNDING: dict[str, Unary] = {
    "floor": np.floor, "ceil": np.ceil, "trunc": np.trunc, "frac": lambda x: x - np.trunc(x),
}  # fmt: skip
"""Functions that share `rounding_op_tile_init`."""

ONE_PARAMETER: dict[str, Callable[[Array, float], Any]] = {
    "log_with_base": lambda x, scale: np.log(x) * F(scale),
    "power": lambda x, p: np.power(x, F(p)),
    "heaviside": lambda x, v: np.where(x == 0, F(v), truth(x > 0)),
    "unary_max": lambda x, v: np.maximum(x, F(v)),
    "unary_min": lambda x, v: np.minimum(x, F(v)),
    "relu_max": lambda x, v: np.clip(x, 0, F(v)),
    "relu_min": lambda x, v: np.maximum(x, F(v)),
    "leaky_relu": lambda x, slope: np.where(x > 0, x, x * F(slope)),
    "prelu": lambda x, slope: np.where(x > 0, x, x * F(slope)),
    "elu": elu,
    "softshrink": lambda x, v: np.sign(x) * np.maximum(np.abs(x) - F(v), 0),
    "hardshrink": lambda x, v: np.where(np.abs(x) > v, x, F(0)),
    "rsub": lambda x, v: F(v) - x,
    "rdiv": lambda x, v: F(v) / x,
    "rpow": lambda x, base: np.power(F(base), x),
    "unary_eq": lambda x, v: truth(x == F(v)),
    "unary_ne": lambda x, v: truth(x != F(v)),
    "unary_gt": lambda x, v: truth(x > F(v)),
    "unary_ge": lambda x, v: truth(x >= F(v)),
    "unary_lt": lambda x, v: truth(x < F(v)),
    "unary_le": lambda x, v: truth(x <= F(v)),
}
TWO_PARAMETERS: dict[str, Callable[[Array, float, float], Any]] = {
    "selu": lambda x, scale, alpha: F(scale) * elu(x, alpha),
    "celu": lambda x, a, r: np.where(x > 0, x, F(a) * np.expm1(x * F(r))),
    "hardtanh": lambda x, low, high: np.clip(x, F(low), F(high)),
    "clamp": lambda x, low, high: np.clip(x, F(low), F(high)),
    "threshold": lambda x, t, v: np.where(x > t, x, F(v)),
    "softcap": lambda x, b, r: F(b) * np.tanh(x * F(r)),
}
THREE_PARAMETERS: dict[str, Function] = {
    "softplus": softplus,
}
"""`f_tile_init(); f_tile(idst, parameters..)`."""

WITH_SCALAR: dict[str, Callable[[Array, float], Any]] = {
    "add_unary": lambda x, v: x + F(v), "sub_unary": lambda x, v: x - F(v),
    "mul_unary": lambda x, v: x * F(v), "rsub_unary": lambda x, v: F(v) - x,
    "div_unary": lambda x, v: x * F(v),  # the caller passes the reciprocal
}  # fmt: skip
"""Functions that share `binop_with_scalar_tile_init`."""

BINARY: dict[str, Binary] = {
    "add_binary": np.add, "sub_binary": np.subtract, "rsub_binary": lambda x, y: y - x,
    "mul_binary": np.multiply, "div_binary": np.divide, "power_binary": np.power,
    "eq_binary": lambda x, y: truth(x == y), "ne_binary": lambda x, y: truth(x != y),
    "lt_binary": lambda x, y: truth(x < y), "gt_binary": lambda x, y: truth(x > y),
    "le_binary": lambda x, y: truth(x <= y), "ge_binary": lambda x, y: truth(x >= y),
    "binary_max": np.maximum, "binary_min": np.minimum,
    "fmod_binary": np.fmod, "remainder_binary": np.remainder,
    "atan2_binary": np.arctan2,
    "logaddexp_binary": np.logaddexp,
    "xlogy_binary": lambda x, y: np.where(x == 0, F(0), x * np.log(y)),
}  # fmt: skip
"""`f_tile_init(); f_tile(idst0, idst1, odst)`."""

TRUNCATING = {"add_binary", "sub_binary", "rsub_binary"}
"""Binary functions whose 16-bit store cuts off unless `DstRoundingMode::NearestEven` is given."""

TERNARY: dict[str, Ternary] = {
    "mac": lambda a, b, c: a * b + c,
    "lerp": lambda a, b, weight: a + weight * (b - a),
}
"""`f_tile_init(); f_tile(idst0, idst1, idst2, odst)`."""

TERNARY_PARAMETRIC: dict[str, Callable[[Array, Array, Array, float], Any]] = {
    "addcmul": lambda a, b, c, value: a + F(value) * b * c,
    "addcdiv": lambda a, b, c, value: a + F(value) * b / c,
}
"""As `TERNARY`, with one parameter behind the result's index."""
