"""Conversions between all pairs of types, by assignment, by T.copy, there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ttc.runtime_sim import bfp8
from ttc.runtime_sim.formats import round_bf16_away

from .kernels import conversions
from .programs import (
    DTYPES,
    FLOATS,
    Array,
    assert_same,
    empty,
    executed,
    in_turn,
    numpy_type,
    values,
)

WORDS = st.integers(0, 2**32 - 1)


def converted(array: Array, source: str, target: str, *, away: bool) -> Array:
    """
    What a conversion means: floats are cut and saturated, integers wrap around.

    A tie goes `away` from zero in a packer, and to even in the SFPU.
    """
    kind = numpy_type(target)
    if kind.kind in "iu":
        if source not in FLOATS:
            return array.astype(np.int64).astype(kind)
        limits, wide = np.iinfo(kind), array.astype(np.float64)
        whole = np.where(np.isnan(wide), np.copysign(np.inf, wide), np.trunc(wide))
        return np.clip(whole, limits.min, limits.max).astype(kind)
    floats = array.astype(np.float32)
    if target == "bfloat8_b":
        return shared(floats, away=away)
    if target == "float32":
        return floats
    return round_bf16_away(floats) if away else floats.astype(kind).astype(np.float32)


def both_ways(array: Array, source: str, target: str) -> list[Array]:
    return [converted(array, source, target, away=away) for away in (True, False)]


def shared(array: Array, *, away: bool = False) -> Array:
    rows, columns = array.shape
    padded = np.zeros((rows, -(-columns // 16) * 16), np.float32)
    padded[:, :columns] = array
    return bfp8.rounded_rows(padded.reshape(-1, 16), away=away).reshape(rows, -1)[:, :columns]


@pytest.mark.parametrize(("source", "result", "target"), in_turn(DTYPES, DTYPES))
def test_every_pair(source: str, result: str, target: str):
    a = values(source)
    outputs = (empty(result), empty(result), empty(source))
    got, meant = executed(conversions(source, result), (a,), outputs, target)
    start = shared(a) if source == "bfloat8_b" else a
    once = both_ways(start, source, result)
    twice = [array for one in once for array in both_ways(one, result, source)]
    for there, copied, back in (got, meant):
        assert_same(there, *once)
        assert_same(copied, *once)
        assert_same(back, *twice)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(WORDS, min_size=32, max_size=32),
    st.sampled_from(["int32", "uint32", "uint16", "uint8", "int8", "bfloat16", "bfloat8_b"]),
)
def test_any_float(words: list[int], result: str):
    a = np.resize(np.array(words, np.uint32).view(np.float32), (40, 70))
    outputs = (empty(result), empty(result), empty("float32"))
    got, _ = executed(conversions("float32", result), (a,), outputs, "wormhole")
    assert_same(got[0], converted(a, "float32", result, away=True))


@settings(max_examples=20, deadline=None)
@given(st.lists(WORDS, min_size=32, max_size=32), st.sampled_from(DTYPES))
def test_any_word(words: list[int], result: str):
    a = np.resize(np.array(words, np.uint32).view(np.int32), (40, 70))
    outputs = (empty(result), empty(result), empty("int32"))
    got, _ = executed(conversions("int32", result), (a,), outputs, "blackhole")
    assert_same(got[0], *both_ways(a, "int32", result))
