"""Shared exponents: the bits that the SDK's host library makes, and what holds for all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ttc.runtime_sim import bfp8

WORDS = st.integers(0, 2**32 - 1)

# Rows and what `ttnn.Tensor(rows, ttnn.bfloat8_b)` of ttnn 0.81.1 reads back, as float32 words.
HOST = [
    (  # halfway values, ties to even
        "20a70000 20b38000 a22b0000 9ea60000 a0d38000 1f378000 1f398000 9eb78000 "
        "1f240000 a2580000 20170000 9f760000 9eb48000 20498000 a2da0000 a2e80000",
        "20a00000 20c00000 a22c0000 00000000 a0e00000 1f800000 1f800000 00000000 "
        "1f800000 a2580000 20000000 9f800000 00000000 20400000 a2da0000 a2e80000",
    ),
    (
        "e29bb672 62d83b64 63c2816a e252f677 61696111 e085a1d9 e1c54d78 60995325 "
        "e2dbbf6c 6131bc3d 64ecbfb6 64eb31ba e1e6471d 647c20bb e2c4e8bc e34ae39d",
        "e2a00000 62e00000 63c00000 e2400000 61800000 00000000 e2000000 00000000 "
        "e2e00000 61800000 64ec0000 64ec0000 e2000000 647c0000 e2c00000 e3500000",
    ),
    (  # a NaN among finite values
        "00428ab4 0c7b62a5 2618b890 ffca0181 30e43655 a701a97f c010f76d 3c08dc4e "
        "4840b5bd 6f58b908 43638abf f9644430 2d7f2843 e5ce3321 cc3555d9 d81f8678",
        "00000000 00000000 00000000 ffca0000 " + "00000000 " * 12,
    ),
]


def floats(words: str) -> NDArray[np.float32]:
    return np.array([int(word, 16) for word in words.split()], np.uint32).view(np.float32)


@pytest.mark.parametrize(("given", "expected"), HOST)
def test_rows_have_the_bits_of_the_host_library(given: str, expected: str):
    rounded = bfp8.rounded_rows(floats(given)[None])[0]
    assert [f"{word:08x}" for word in rounded.view(np.uint32)] == expected.split()


def row(*values: float) -> NDArray[np.float32]:
    padded = np.zeros((1, bfp8.ROW), np.float32)
    padded[0, : len(values)] = values
    return padded


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1.0, 0.5 / 64), (1.0, 0.0)),  # halfway between 0 and 1 steps: even is 0
        ((1.0, 1.5 / 64), (1.0, 2 / 64)),  # halfway between 1 and 2 steps: even is 2
        ((1.0, -2.5 / 64), (1.0, -2 / 64)),
        ((1.999, 1.0), (127 / 64, 1.0)),  # the largest does not round up to the next exponent
        ((127.6 / 64, 1.0), (127 / 64, 1.0)),
        ((np.inf, 1.0), (np.inf, 0.0)),
        ((-np.inf, -3e38), (-np.inf, -56 * 2.0**122)),  # a finite number that is large enough
        ((1e-40, 1e-41), (0.0, 0.0)),  # subnormals are 0
        ((2.0**-126, 2.0**-127), (2.0**-126, 0.0)),
    ],
)
def test_rows_of_note(values: tuple[float, ...], expected: tuple[float, ...]):
    rounded = bfp8.rounded_rows(row(*values))[0, : len(expected)]
    np.testing.assert_array_equal(rounded, np.array(expected, np.float32))


@pytest.mark.parametrize(("value", "expected"), [(0.5, 1), (1.5, 2), (-2.5, -3), (2.4, 2)])
def test_a_packer_rounds_ties_away_from_zero(value: float, expected: float):
    rounded = bfp8.rounded_rows(row(1.0, value / 64), away=True)
    assert rounded[0, 1] == expected / 64


def test_zero_has_no_sign():
    rounded = bfp8.rounded_rows(row(-0.0, -1e-9, 1.0))
    assert not np.signbit(rounded[0, :2]).any()


def test_a_tile_is_64_exponents_then_its_datums():
    datums = np.zeros((1, bfp8.DATUMS), np.float32)
    datums[0, 0], datums[0, 17], datums[0, -1] = 1.0, -3.0, 2.0**-5
    data = bfp8.encode(datums)[0]
    assert data.shape == (1088,)
    assert (data[0], data[1], data[63]) == (127, 128, 122)
    assert (data[64], data[64 + 17], data[-1]) == (64, 0x80 | 96, 64)
    assert data[:64].astype(bool).sum() == 3
    assert data[64:].astype(bool).sum() == 3


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=16, max_size=16))
def test_rounding_is_to_the_nearest_step_of_the_row(words: list[int]):
    values = np.array([words], np.uint32).view(np.float32)
    rounded = bfp8.rounded_rows(values)
    assert np.array_equal(bfp8.rounded_rows(rounded), rounded, equal_nan=True)
    if not np.isfinite(values).all():
        return
    exponent = int(((values.view(np.uint32) >> 23) & 0xFF).max())
    step = 2.0 ** (exponent - 127 - 6)
    wide = np.where(np.abs(values) < 2.0**-126, 0.0, values.astype(np.float64))
    largest = 127 * step
    error = np.abs(rounded - np.clip(wide, -largest, largest))
    assert (error <= step / 2).all()
    halfway = np.abs(np.abs(wide / step) % 1) == 0.5
    steps = np.abs(rounded / step)
    assert (steps[halfway & (np.abs(wide) < largest)] % 2 == 0).all()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_byte_is_a_number_that_comes_back(seed: int):
    rng = np.random.default_rng(seed)
    data = rng.integers(0, 256, (2, 1088)).astype(np.uint8)
    values = bfp8.decode(data)
    again = bfp8.decode(bfp8.encode(values))
    # A row without a leading one at its shared exponent is written with a smaller exponent.
    assert np.array_equal(again, values, equal_nan=True)
