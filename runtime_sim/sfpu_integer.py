"""What the SFPU's integer functions compute, by the names of their calls (metalium)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ttc.runtime_sim.formats import Array

Function = Callable[..., Any]
Unary = Callable[[Array], Any]
Binary = Callable[[Array, Array], Any]


def shift_left(x: Array, n: Any) -> Array:
    return np.where((n < 0) | (n > 31), 0, np.left_shift(x, np.clip(n, 0, 31))).astype(x.dtype)


def shift_right(x: Array, n: Any) -> Array:
    return np.right_shift(x, np.clip(n, 0, 31)).astype(x.dtype)


def logical_shift_right(x: Array, n: Any) -> Array:
    return np.right_shift(x.view(np.uint32), np.clip(n, 0, 31).astype(np.uint32)).view(x.dtype)


def relu_up_to(x: Array, limit: Any) -> Array:
    return np.clip(x, 0, limit)


def truncating_division(x: Array, y: Array) -> Array:
    return np.trunc(x.astype(np.float64) / y.astype(np.float64)).astype(x.dtype)


INTEGER_BINARY: dict[str, tuple[str, str, Binary]] = {
    "add_int_tile": ("add_int_tile_init", "template", np.add),
    "sub_int_tile": ("sub_int_tile_init", "template", np.subtract),
    "rsub_int_tile": ("rsub_int_tile_init", "template", lambda x, y: y - x),
    "mul_int_tile": ("mul_int_tile_init", "template", np.multiply),
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
    "binary_logical_right_shift_tile": (
        "binary_shift_tile_init",
        "template",
        logical_shift_right,
    ),
    "gcd_tile": ("gcd_tile_init", "int32", np.gcd),
    "lcm_tile": ("lcm_tile_init", "int32", np.lcm),
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
    "eqz_tile_uint16": ("eqz_tile_init", "uint16", lambda x: x == 0),
    "nez_tile_uint16": ("nez_tile_init", "uint16", lambda x: x != 0),
    "eqz_tile_uint32": ("eqz_tile_init", "uint32", lambda x: x == 0),
    "nez_tile_uint32": ("nez_tile_init", "uint32", lambda x: x != 0),
    "signbit_tile_int32": ("signbit_tile_int32_init", "int32", lambda x: x < 0),
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
    "relu_max_tile_int32": ("relu_max_tile_init", 1, "int32", relu_up_to),
    "relu_min_tile_int32": ("relu_min_tile_init", 1, "int32", np.maximum),
    "clamp_tile_int32": ("clamp_tile_init", 2, "int32", np.clip),
}
"""Name -> init, number of integer parameters, domain, function."""
