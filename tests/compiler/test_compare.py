"""No element may be off by more than its dtype's limit, and the worst one is named."""

import math

import ml_dtypes
import numpy as np
import pytest

from ttc.compare import LIMITS, compare

RNG = np.random.default_rng(0)


def test_equal_arrays_agree_exactly():
    array = RNG.standard_normal((8, 8)).astype(np.float32)
    result = compare("C", "float32", array, array.copy())
    assert (result.ok, result.pcc, result.absolute, result.relative) == (
        True,
        pytest.approx(1.0),
        0.0,
        0.0,
    )


def test_one_wrong_element_is_found_and_named():
    expected = RNG.standard_normal((64, 64)).astype(np.float32)
    got = expected.copy()
    got[5, 7] += 0.5
    result = compare("C", "float32", got, expected)
    assert (result.ok, result.mismatches, result.worst) == (False, 1, (5, 7))
    assert result.absolute == pytest.approx(0.5, rel=1e-6)


def test_rounding_to_bfloat16_is_within_its_limit():
    exact = RNG.standard_normal((64, 64)).astype(np.float32)
    assert compare("C", "bfloat16", exact.astype(ml_dtypes.bfloat16), exact).ok


def test_a_huge_element_does_not_hide_small_wrong_ones():
    expected = RNG.standard_normal((64, 64)).astype(np.float32)
    expected[0, 0] = 1e30
    got = expected.copy()
    got[1, 1] += 1
    assert not compare("C", "float32", got, expected).ok


def test_a_sum_that_cancels_is_measured_against_its_neighbours():
    expected = np.array([1.0, -1.0, 1e-9, 2.0])
    got = expected + np.array([0, 0, 1e-4, 0])
    assert compare("C", "float32", got, expected).ok


def test_a_row_of_large_terms_measures_its_own_small_sums():
    expected = np.full((8, 5), 1e-3)
    expected[0] = [1.0, -1.0, 1e-3, 2.0, -1.0]
    in_row = expected.copy()
    in_row[0, 2] += 1e-4
    elsewhere = expected.copy()
    elsewhere[1, 2] += 1e-4
    assert compare("C", "float32", in_row, expected).ok
    assert not compare("C", "float32", elsewhere, expected).ok


@pytest.mark.parametrize(
    ("got", "expected", "ok"),
    [
        ([math.nan, 1], [math.nan, 1], True),
        ([math.nan, 1], [0, 1], False),
        ([math.inf, 1], [math.nan, 1], True),  # what the packer makes of a NaN
        ([math.nan, 1], [math.inf, 1], False),
        ([0, 1], [math.nan, 1], False),
        ([math.inf, 1], [math.inf, 1], True),
        ([-math.inf, 1], [math.inf, 1], False),
        ([1, 1], [math.inf, 1], False),
    ],
)
def test_what_nan_and_infinity_match(got: list[float], expected: list[float], ok: bool):
    assert compare("C", "float32", np.array(got), np.array(expected)).ok is ok


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_constant_arrays_have_no_correlation_to_fail(value: float):
    assert compare("C", "float32", np.full(9, value), np.full(9, value)).ok
    assert not compare("C", "float32", np.full(9, value + 1), np.full(9, value)).ok


def test_integers_are_exact():
    assert compare("C", "int32", np.array([1, 2]), np.array([1, 2])).ok
    assert not compare("C", "int32", np.array([1, 2]), np.array([1, 3])).ok


def test_an_empty_array_agrees():
    assert compare("C", "float32", np.zeros((0, 4)), np.zeros((0, 4))).ok


def test_every_limit_is_far_above_half_a_unit_in_the_last_place():
    assert LIMITS["bfloat16"] >= 2 * 2**-8
    assert LIMITS["float32"] >= 2 * 2**-24
    assert LIMITS["tfloat32"] >= 2 * 2**-11
    assert LIMITS["float32"] < LIMITS["tfloat32"] < LIMITS["bfloat16"]
