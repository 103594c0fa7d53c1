"""Integers of 8 and 16 bits: computed as int32, wrapped around to their own type."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError

Ops = Callable[[str, str], list[str]]


@pytest.fixture
def ops(printed: Callable[[str], str]) -> Ops:
    """The ops that an expression on x, y (of a dtype) and f (float32) becomes."""

    def made(dtype: str, expression: str) -> list[str]:
        text = printed(
            f"x = T.alloc_fragment((32, 64), '{dtype}')\n"
            f"y = T.alloc_fragment((32, 64), '{dtype}')\n"
            "f = T.alloc_fragment((32, 64), 'float32')\n"
            "for i, j in T.Parallel(32, 64):\n"
            f"    result = {expression}"
        )
        lines = [line.strip() for line in text.splitlines() if "arith." in line]
        return [line.split("=")[1].split()[0].removeprefix("arith.") for line in lines]

    return made


@pytest.mark.parametrize(
    ("dtype", "expression", "expected"),
    [
        ("int8", "x[i, j] + y[i, j]", ["extsi", "extsi", "addi", "trunci"]),
        ("uint8", "x[i, j] + y[i, j]", ["extui", "extui", "addi", "trunci"]),
        ("uint16", "x[i, j] * y[i, j]", ["extui", "extui", "muli", "trunci"]),
        ("int8", "x[i, j] < y[i, j]", ["extsi", "extsi", "cmpi"]),
        ("uint16", "T.max(x[i, j], y[i, j])", ["extui", "extui", "maxsi", "trunci"]),
        ("uint8", "x[i, j] // y[i, j]", ["extui", "extui", "floordivsi", "trunci"]),
        ("int8", "x[i, j] + 1", ["constant", "extsi", "constant", "addi", "trunci"]),
        ("int8", "T.abs(x[i, j])", ["extsi", "trunci"]),  # and math.absi
        ("uint8", "T.abs(x[i, j])", []),
        ("int8", "x[i, j] >> 1", ["constant", "extsi", "constant", "shrsi", "trunci"]),
        ("int8", "T.cast(x[i, j], 'float32')", ["extsi", "sitofp"]),
        ("uint8", "T.cast(x[i, j], 'bfloat16')", ["extui", "sitofp"]),
        ("int8", "T.cast(x[i, j], 'int32')", ["extsi"]),
        ("int8", "T.cast(x[i, j], 'uint16')", ["extsi", "trunci"]),
        ("int8", "T.cast(x[i, j], 'uint8')", ["extsi", "trunci"]),
        (
            "int8",
            "T.cast(f[i, j], 'int8')",
            ["fptosi", "constant", "constant", "maxsi", "minsi", "trunci"],
        ),
        ("int8", "T.cast(f[i, j], 'uint32')", ["fptoui"]),
        ("int8", "x[i, j] + f[i, j]", ["extsi", "sitofp", "addf"]),
    ],
)
def test_ops_of(ops: Ops, dtype: str, expression: str, expected: list[str]):
    assert ops(dtype, expression) == expected


@pytest.mark.parametrize("expression", ["x[i, j] & y[i, j]", "~x[i, j]", "x[i, j] ^ 3"])
def test_bits(ops: Ops, expression: str):
    assert ops("int32", expression)[-1] in ("andi", "xori")
    assert ops("uint8", expression)[-1] == "trunci"


def test_one_value_has_no_shared_exponent(printed: Callable[[str], str]):
    with pytest.raises(CompileError) as raised:
        printed(
            "x = T.alloc_fragment((32, 64), 'float32')\n"
            "for i, j in T.Parallel(32, 64):\n"
            "    x[i, j] = T.cast(x[i, j], 'bfloat8_b')"
        )
    assert "one value is no bfloat8_b: 16 of them share an exponent" in str(raised.value)
    assert "store it in a buffer or a tensor of bfloat8_b" in str(raised.value)


def test_a_vector_has_no_shared_exponents(printed: Callable[[str], str]):
    with pytest.raises(CompileError) as raised:
        printed("x = T.alloc_fragment((32,), 'bfloat8_b')")
    assert "T.alloc_fragment: a vector of bfloat8_b" in str(raised.value)
    assert "use bfloat16 for it" in str(raised.value)
