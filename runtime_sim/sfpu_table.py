"""
The SFPU functions: name of the call -> what it computes (metalium api/compute/eltwise_unary/,
compute_kernel_api.h, eltwise_binary_sfpu.h and its neighbours).

Float parameters arrive as fp32 bit patterns and are decoded before the function sees them.
Approximations of the chip are not modelled: every function is the exact one, in float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ttc.runtime_sim.formats import Array

F = np.float32
Function = Callable[..., Any]
Unary = Callable[[Array], Any]
Binary = Callable[[Array, Array], Any]


@dataclass(frozen=True)
class SfpuOp:
    """
    One call `name(idst.., parameters..)`.

    `init` is the init it needs, `inputs` the DST tiles it reads (one: in place; more: the
    result's index follows), `parameters` its scalars and `kind` what they are: `float` bit
    patterns, `int` words or `value`, a float as such. `domain` is what DST holds: `float`,
    `int32`, `uint32`, `uint16`, or `any`. `truncates` tells an SFPU store that cuts off.
    """

    name: str
    init: str
    inputs: int
    parameters: int
    function: Function
    kind: str = "float"
    domain: str = "float"
    truncates: bool = False
    ignored: int = 0


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
}  # fmt: skip
"""`f_tile_init(); f_tile(idst0, idst1, odst)`."""

TRUNCATING = {"add_binary", "sub_binary", "rsub_binary"}
"""Binary functions whose 16-bit store cuts off unless `DstRoundingMode::NearestEven` is given."""


def shift_left(x: Array, n: Any) -> Array:
    return np.where((n < 0) | (n > 31), 0, np.left_shift(x, np.clip(n, 0, 31))).astype(x.dtype)


def shift_right(x: Array, n: Any) -> Array:
    return np.right_shift(x, np.clip(n, 0, 31)).astype(x.dtype)


def truncating_division(x: Array, y: Array) -> Array:
    return np.trunc(x.astype(np.float64) / y.astype(np.float64)).astype(x.dtype)


INTEGER_BINARY: dict[str, tuple[str, str, Binary]] = {
    "add_int_tile": ("add_int_tile_init", "template", np.add),
    "sub_int_tile": ("sub_int_tile_init", "template", np.subtract),
    "rsub_int_tile": ("rsub_int_tile_init", "template", lambda x, y: y - x),
    "mul_int_tile": ("mul_int_tile_init", "template", np.multiply),
    "div_int32_tile": ("div_int32_tile_init", "int32", truncating_division),
    "div_int32_trunc_tile": ("div_int32_trunc_tile_init", "int32", truncating_division),
    "div_int32_floor_tile": ("div_int32_floor_tile_init", "int32", np.floor_divide),
    "remainder_int32_tile": ("remainder_int32_tile_init", "int32", np.remainder),
    "remainder_uint32_tile": ("remainder_uint32_tile_init", "uint32", np.remainder),
    "fmod_int32_tile": ("fmod_int32_tile_init", "int32", np.fmod),
    "binary_max_int32_tile": ("binary_max_int32_tile_init", "int32", np.maximum),
    "binary_min_int32_tile": ("binary_min_int32_tile_init", "int32", np.minimum),
    "binary_max_uint32_tile": ("binary_max_uint32_tile_init", "uint32", np.maximum),
    "binary_min_uint32_tile": ("binary_min_uint32_tile_init", "uint32", np.minimum),
    "bitwise_and_binary_tile": ("binary_bitwise_tile_init", "template", np.bitwise_and),
    "bitwise_or_binary_tile": ("binary_bitwise_tile_init", "template", np.bitwise_or),
    "bitwise_xor_binary_tile": ("binary_bitwise_tile_init", "template", np.bitwise_xor),
    "binary_left_shift_tile": ("binary_shift_tile_init", "template", shift_left),
    "binary_right_shift_tile": ("binary_shift_tile_init", "template", shift_right),
    "eq_int_tile": ("eq_int_tile_init", "template", np.equal),
    "ne_int_tile": ("ne_int_tile_init", "template", np.not_equal),
    "lt_int_tile": ("lt_int_tile_init", "template", np.less),
    "gt_int_tile": ("gt_int_tile_init", "template", np.greater),
    "le_int_tile": ("le_int_tile_init", "template", np.less_equal),
    "ge_int_tile": ("ge_int_tile_init", "template", np.greater_equal),
}
"""Name -> init, domain (`template`: the DataFormat given there), function."""

INTEGER_UNARY: dict[str, tuple[str, str, Unary]] = {
    "abs_tile_int32": ("abs_tile_init", "int32", np.abs),
    "negative_tile_int32": ("negative_tile_init", "int32", np.negative),
    "identity_tile_uint32": ("identity_tile_init", "uint32", lambda x: x),
    "relu_tile_int32": ("relu_tile_init", "int32", lambda x: np.maximum(x, 0)),
    "bitwise_not_tile": ("bitwise_not_tile_init", "int32", np.bitwise_not),
    "eqz_tile_int32": ("eqz_tile_init", "int32", lambda x: x == 0),
    "nez_tile_int32": ("nez_tile_init", "int32", lambda x: x != 0),
    "gtz_tile_int32": ("gtz_tile_init", "int32", lambda x: x > 0),
    "gez_tile_int32": ("gez_tile_init", "int32", lambda x: x >= 0),
    "ltz_tile_int32": ("ltz_tile_init", "int32", lambda x: x < 0),
    "lez_tile_int32": ("lez_tile_init", "int32", lambda x: x <= 0),
}
"""Name -> init, domain, function."""

INTEGER_PARAMETRIC: dict[str, tuple[str, int, str, Function]] = {
    "bitwise_and_tile": ("bitwise_and_tile_init", 1, "template", np.bitwise_and),
    "bitwise_or_tile": ("bitwise_or_tile_init", 1, "template", np.bitwise_or),
    "bitwise_xor_tile": ("bitwise_xor_tile_init", 1, "template", np.bitwise_xor),
    "left_shift_tile": ("left_shift_tile_init", 1, "template", shift_left),
    "right_shift_tile": ("right_shift_tile_init", 1, "template", shift_right),
    "add_unary_tile_int32": ("binop_with_scalar_tile_init", 1, "int32", np.add),
    "sub_unary_tile_int32": ("binop_with_scalar_tile_init", 1, "int32", np.subtract),
    "unary_max_int32_tile": ("unary_max_int32_tile_init", 1, "int32", np.maximum),
    "unary_min_int32_tile": ("unary_min_int32_tile_init", 1, "int32", np.minimum),
    "unary_max_uint32_tile": ("unary_max_uint32_tile_init", 1, "uint32", np.maximum),
    "unary_min_uint32_tile": ("unary_min_uint32_tile_init", 1, "uint32", np.minimum),
    "unary_eq_tile_int32": ("unary_eq_tile_init", 1, "int32", np.equal),
    "unary_ne_tile_int32": ("unary_ne_tile_init", 1, "int32", np.not_equal),
    "unary_gt_tile_int32": ("unary_gt_tile_init", 1, "int32", np.greater),
    "unary_ge_tile_int32": ("unary_ge_tile_init", 1, "int32", np.greater_equal),
    "unary_lt_tile_int32": ("unary_lt_tile_init", 1, "int32", np.less),
    "unary_le_tile_int32": ("unary_le_tile_init", 1, "int32", np.less_equal),
    "clamp_tile_int32": ("clamp_tile_init", 2, "int32", np.clip),
}
"""Name -> init, number of integer parameters, domain, function."""


def table() -> dict[str, SfpuOp]:
    """Every function of this file under the name of its call."""
    ops = [SfpuOp(f"{f}_tile", f"{f}_tile_init", 1, 0, fn, ignored=2) for f, fn in UNARY.items()]
    ops += [SfpuOp(f"{f}_tile", "rounding_op_tile_init", 1, 0, fn) for f, fn in ROUNDING.items()]
    ops += [
        SfpuOp("round_tile", "rounding_op_tile_init", 1, 1, away_from_zero, "int"),
        SfpuOp("power_iterative_tile", "power_iterative_tile_init", 1, 1, np.power, "int"),
    ]
    for count, functions in enumerate((ONE_PARAMETER, TWO_PARAMETERS, THREE_PARAMETERS), 1):
        for name, function in functions.items():
            init = f"{name}_tile_init"
            ops.append(SfpuOp(f"{name}_tile", init, 1, count, function, ignored=1))
    for name, function in WITH_SCALAR.items():
        ops.append(SfpuOp(f"{name}_tile", "binop_with_scalar_tile_init", 1, 1, function))
    for name, function in BINARY.items():
        cut = name in TRUNCATING
        init = f"{name}_tile_init"
        ops.append(SfpuOp(f"{name}_tile", init, 2, 0, function, truncates=cut, ignored=1))
    for name, (init, domain, function) in INTEGER_BINARY.items():
        ops.append(SfpuOp(name, init, 2, 0, function, domain=domain))
    for name, (init, domain, function) in INTEGER_UNARY.items():
        ops.append(SfpuOp(name, init, 1, 0, function, "int", domain))
    for name, (init, count, domain, function) in INTEGER_PARAMETRIC.items():
        ops.append(SfpuOp(name, init, 1, count, function, "int", domain))
    return {op.name: op for op in ops}


SFPU: dict[str, SfpuOp] = table()
