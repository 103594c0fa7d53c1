"""Spellings of floats and SFPU functions."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttc.codegen import spellings
from ttc.codegen.names import Scope, identifier
from ttc.codegen.plan import Json, to_json

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=12), inner),
)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_float_literal_gives_the_float_back(value: float) -> None:
    literal = spellings.float_literal(value)
    assert literal is not None
    assert literal.endswith("f")
    (back,) = struct.unpack("<f", struct.pack("<f", float(literal.removesuffix("f"))))
    assert back == value
    assert "." in literal or "e" in literal


@pytest.mark.parametrize(
    ("value", "literal"), [(0.5, "0.5f"), (1.0, "1.0f"), (-2.0, "-2.0f"), (1e-8, "1e-08f")]
)
def test_float_literals_are_short(value: float, literal: str) -> None:
    assert spellings.float_literal(value) == literal


def test_infinity_has_no_literal() -> None:
    assert spellings.float_literal(float("inf")) is None
    assert spellings.bits_literal(0x7F800000) == "0x7f800000u /* inf */"


@pytest.mark.parametrize(
    ("function", "init"),
    [
        ("exp_tile", "exp_tile_init"),
        ("gelu_tile", "gelu_tile_init<false>"),
        ("gelu_tile<true>", "gelu_tile_init<true>"),
        ("log_with_base_tile<false, true>", "log_with_base_tile_init<false>"),
        ("add_unary_tile", "binop_with_scalar_tile_init"),
        ("add_int_tile<DataFormat::Int32>", "add_int_tile_init"),
        ("mul_int_tile<DataFormat::Int32>", "mul_int_tile_init<DataFormat::Int32>"),
        ("sigmoid_tile<VectorMode::RC, true>", "sigmoid_tile_init<true>"),
    ],
)
def test_the_init_takes_the_arguments_it_shares(function: str, init: str) -> None:
    assert spellings.init(function)[0] == init


def test_an_unknown_function_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        spellings.function("frobnicate_tile")


@pytest.mark.parametrize(
    ("hint", "name"),
    [("A_shared", "A_shared"), ("_x__y", "x_y"), ("2d", "v2d"), ("MAX_N", "MAX_N_"), ("é", "v")],
)
def test_identifiers(hint: str, name: str) -> None:
    assert identifier(hint) == name


def test_a_name_is_free_again_beside_its_block() -> None:
    outer = Scope(frozenset({"for"}))
    inner = outer.nested()
    assert [outer.declare("k"), inner.declare("k"), inner.declare("i", "j")] == ["k", "k_2", "i"]
    assert [outer.nested().declare("i"), outer.declare("for")] == ["i", "for_2"]


@given(_JSON)
def test_json_reads_back(value: Json) -> None:
    import json

    assert json.loads(to_json(value)) == value
