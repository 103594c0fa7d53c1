"""Arithmetic in every type: on both targets what the reference and numpy compute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import ttc.language as T
from ttc.targets import TARGETS

from .kernels import elementwise
from .programs import (
    FLOATS,
    INTEGERS,
    Array,
    assert_same,
    beside,
    empty,
    executed,
    in_turn,
    numpy_type,
    values,
)

Function = Callable[[Any, Any], Any]
OnArrays = Callable[[Array, Array], Any]

BOTH: dict[str, tuple[Function, OnArrays]] = {
    "add": (lambda x, y: x + y, np.add),
    "sub": (lambda x, y: x - y, np.subtract),
    "mul": (lambda x, y: x * y, np.multiply),
    "min": (T.min, np.minimum),
    "max": (T.max, np.maximum),
    "less": (lambda x, y: T.if_then_else(x < y, x, y), lambda x, y: np.where(x < y, x, y)),
    "at_least": (lambda x, y: T.if_then_else(x >= y, x, y), lambda x, y: np.where(x >= y, x, y)),
    "equal": (lambda x, y: T.if_then_else(x == y, 1, 2), lambda x, y: np.where(x == y, 1, 2)),
    "above_3": (lambda x, y: T.if_then_else(x > 3, x, y), lambda x, y: np.where(x > 3, x, y)),
    "plus_5": (lambda x, y: x + 5, lambda x, y: x + x.dtype.type(5)),
    "7_minus": (lambda x, y: 7 - x, lambda x, y: x.dtype.type(7) - x),
    "negative": (lambda x, y: -x, lambda x, y: np.negative(x)),
}
WHOLE: dict[str, tuple[Function, OnArrays]] = {
    "and": (lambda x, y: x & y, np.bitwise_and),
    "or": (lambda x, y: x | y, np.bitwise_or),
    "xor": (lambda x, y: x ^ y, np.bitwise_xor),
    "not": (lambda x, y: ~x, lambda x, y: np.bitwise_not(x)),
    "left": (lambda x, y: x << 3, lambda x, y: np.left_shift(x, x.dtype.type(3))),
    "right": (lambda x, y: x >> 2, lambda x, y: np.right_shift(x, x.dtype.type(2))),
    "right_by": (lambda x, y: x >> (y & 7), lambda x, y: np.right_shift(x, y & y.dtype.type(7))),
    "abs": (lambda x, y: T.abs(x), lambda x, y: np.abs(x)),
}
DIVISION: dict[str, tuple[Function, OnArrays]] = {
    "quotient": (lambda x, y: x // (y | 1), lambda x, y: x // (y | y.dtype.type(1))),
    "remainder": (lambda x, y: x % (y | 1), lambda x, y: x % (y | y.dtype.type(1))),
}


def check(dtype: str, functions: tuple[Function, OnArrays], target: str):
    a, b = values(dtype, seed=1), values(dtype, seed=2)
    kernel = elementwise((dtype, dtype), dtype, functions[0])
    (got,), (meant,) = executed(kernel, (a, b), (empty(dtype),), target)
    assert_same(got, *(beside(meant) if dtype == "bfloat16" else [meant]))
    if numpy_type(dtype).kind in "iu":
        with np.errstate(all="ignore"):
            assert_same(got, functions[1](a, b).astype(got.dtype))


@pytest.mark.parametrize(("dtype", "name", "target"), in_turn(INTEGERS, [*BOTH, *WHOLE]))
def test_integers_are_exact(dtype: str, name: str, target: str):
    check(dtype, {**BOTH, **WHOLE}[name], target)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", DIVISION)
@pytest.mark.parametrize("dtype", [dtype for dtype in INTEGERS if dtype != "uint32"])
def test_divisions_round_down(dtype: str, name: str, target: str):
    check(dtype, DIVISION[name], target)


@pytest.mark.parametrize(("dtype", "name", "target"), in_turn(FLOATS, [*BOTH]))
def test_floats_are_rounded_once(dtype: str, name: str, target: str):
    check(dtype, BOTH[name], target)


def test_numbers_without_a_sign_are_compared_as_such():
    a = np.full((40, 70), 2**31 + 5, np.uint32)
    b = np.full((40, 70), 7, np.uint32)
    kernel = elementwise(("uint32", "uint32"), "int32", lambda x, y: T.cast(x > y, "int32"))
    (got,), _ = executed(kernel, (a, b), (empty("int32"),), "wormhole")
    assert (got == 1).all()


@pytest.mark.parametrize(
    ("operands", "result"),
    [
        (("int8", "int32"), "int32"),
        (("int8", "uint8"), "int32"),
        (("uint16", "float32"), "float32"),
        (("uint8", "bfloat16"), "bfloat16"),
        (("bfloat8_b", "bfloat16"), "float32"),
        (("bfloat8_b", "int8"), "bfloat8_b"),
    ],
)
def test_types_meet(operands: tuple[str, str], result: str):
    a, b = (values(dtype, seed=n) for n, dtype in enumerate(operands))
    kernel = elementwise(operands, result, lambda x, y: x + y)
    (got,), (meant,) = executed(kernel, (a, b), (empty(result),), "wormhole")
    assert_same(got, meant)
