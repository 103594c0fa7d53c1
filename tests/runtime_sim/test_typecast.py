"""`typecast_tile`: every pair of formats on values of every kind."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import FORMATS, Format
from ttc.runtime_sim.typecast import saturated, typecast

FLOATS = ("float32", "bfloat16", "bfloat8_b")
INTEGERS = ("int32", "uint32", "uint16", "uint8", "int8")
WORDS = st.integers(0, 2**32 - 1)


def tile(values: Any, dtype: Any) -> NDArray[Any]:
    return np.array([values], dtype)


def held(values: Any, format: Format) -> NDArray[Any]:
    """Integers as DST holds them: int8 is its raw byte."""
    whole = np.array([values], np.int64).astype(format.array)
    return whole.view(np.uint8) if format.name == "int8" else whole


@pytest.mark.parametrize(
    ("target", "value", "expected"),
    [
        ("int32", 1.9, 1),
        ("int32", -1.9, -1),
        ("int32", 3e9, 2**31 - 1),
        ("int32", -3e9, -(2**31)),
        ("int32", np.inf, 2**31 - 1),
        ("int32", -np.inf, -(2**31)),
        ("int32", np.nan, 2**31 - 1),
        ("int32", -np.nan, -(2**31)),
        ("int32", 1e-40, 0),
        ("int32", 2147483520.0, 2147483520),
        ("uint32", 4e9, 4_000_000_000),
        ("uint32", -1.5, 0),
        ("uint32", -np.inf, 0),
        ("uint32", np.nan, 2**32 - 1),
        ("uint16", 0.5, 1),  # this one rounds, ties away from zero
        ("uint16", 1.5, 2),
        ("uint16", 2.5, 3),
        ("uint16", 2.49, 2),
        ("uint16", -7.0, 0),
        ("uint16", 65535.6, 65535),
        ("uint16", np.nan, 65535),
        ("uint8", 255.9, 255),
        ("uint8", 256.0, 0),  # bytes wrap around
        ("uint8", -1.0, 255),
        ("int8", -1.0, 255),  # raw bytes
        ("int8", -128.0, 128),
        ("int8", 2.0**40, 0),
        ("int8", np.inf, 0),
    ],
)
def test_floats_become_integers(target: str, value: float, expected: int):
    values = np.copysign(tile(abs(value), np.float32), value)
    assert typecast(values, FORMATS["float32"], FORMATS[target]).tolist() == [expected]


@pytest.mark.parametrize(
    ("source", "target", "value", "expected"),
    [
        ("int32", "uint16", 70_000, 65535),  # saturates
        ("int32", "uint16", -1, 0),
        ("uint32", "uint16", 2**31, 65535),
        ("int32", "uint8", 300, 44),  # wraps around
        ("int32", "int8", -1, 255),
        ("uint16", "int8", 0xABCD, 0xCD),
        ("uint16", "uint32", 65535, 65535),
        ("int8", "int32", -3, -3),
        ("int8", "uint32", -3, 2**32 - 3),
        ("int8", "uint16", -3, 0),  # clamped: the compiler goes by way of int32
        ("uint8", "int32", 200, 200),
        ("int8", "float32", -128, -128.0),
        ("int32", "float32", 2**24 + 1, 2.0**24),
        ("uint32", "float32", 2**32 - 1, 2.0**32),
        ("int32", "bfloat16", 257, 256.0),
        ("uint32", "bfloat16", 259, 260.0),
    ],
)
def test_integers_become_others(source: str, target: str, value: int, expected: float):
    given = held(value, FORMATS[source])
    assert typecast(given, FORMATS[source], FORMATS[target]).tolist() == [expected]


def test_integers_without_a_conversion_are_refused():
    word = tile(1, np.int32)
    with pytest.raises(MachineError, match="no typecast_tile from int32 to uint32"):
        typecast(word, FORMATS["int32"], FORMATS["uint32"])


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_a_float_is_cut_and_saturated(word: int):
    value = tile(word, np.uint32).view(np.float32)
    for name in ("int32", "uint32"):
        limits = np.iinfo(FORMATS[name].array)
        (got,) = typecast(value, FORMATS["float32"], FORMATS[name]).tolist()
        if np.isnan(value[0]):
            wanted = limits.min if np.signbit(value[0]) else limits.max
        elif np.isinf(value[0]):
            wanted = limits.max if value[0] > 0 else limits.min
        else:
            wanted = min(max(math.trunc(float(value[0])), limits.min), limits.max)
        assert got == wanted


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_bfloat16_is_the_nearest_ties_to_even(word: int):
    value = tile(word, np.uint32).view(np.float32)
    (got,) = typecast(value, FORMATS["float32"], FORMATS["bfloat16"])
    wanted = value.astype(ml_dtypes.bfloat16).astype(np.float32)[0]
    assert got == wanted or (np.isnan(got) and np.isnan(wanted))


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_integers_come_back_from_wider_ones(word: int):
    for narrow, wide in product(("uint8", "int8", "uint16"), ("int32",)):
        start = held(word, FORMATS[narrow])
        there = typecast(start, FORMATS[narrow], FORMATS[wide])
        back = typecast(there, FORMATS[wide], FORMATS[narrow])
        np.testing.assert_array_equal(back, start)
        exact = typecast(start, FORMATS[narrow], FORMATS["float32"])
        np.testing.assert_array_equal(exact.astype(np.int64), there.astype(np.int64))


def test_a_nan_saturates_by_its_sign():
    values = np.array([np.nan, -np.nan, np.inf, -np.inf], np.float32)
    values = np.copysign(np.abs(values), [1, -1, 1, -1]).astype(np.float32)
    assert saturated(values, np.int16).tolist() == [32767, -32768, 32767, -32768]
