"""`-D NAME=VALUE` reaches every use of a module-level constant, and only known names are taken."""

import ast
from typing import Any

import pytest

from ttc import defines
from ttc.diagnostics import CompileError


def run(source: str, **values: str) -> dict[str, Any]:
    tree = ast.parse(source)
    defines.apply(tree, values)
    found: dict[str, Any] = {}
    exec(compile(tree, "k.py", "exec"), found)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "N = 4\nTWICE = N * 2",
        "N: int = 4\nTWICE = N * 2",
        "M, N = 3, 4\nTWICE = N * 2",
        "M = N = 4\nTWICE = N * 2",
        "if True:\n    N = 4\nTWICE = N * 2",
        "try:\n    N = 4\nexcept ValueError:\n    N = 5\nTWICE = N * 2",
        "N = 1\nN += 2\nTWICE = N * 2",
        "def f():\n    N = 5\n    return N\nN = f()\nTWICE = N * 2",
    ],
)
def test_what_depends_on_a_constant_sees_the_new_value(source: str):
    assert run(source, N="10")["TWICE"] == 20


def test_locals_keep_their_values():
    assert run("N = 4\ndef f():\n    N = 5\n    return N\nGOT = f()", N="10")["GOT"] == 5


def test_line_numbers_do_not_move():
    tree = ast.parse("N = 4\n\nraise ValueError(N)")
    defines.apply(tree, {"N": "10"})
    assert tree.body[-1].lineno == 3


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("8", 1, 8),
        ("-1", 1, -1),
        ("0.5", 1, 0.5),
        ("(1, 2)", 1, (1, 2)),
        ("'float32'", "bfloat16", "float32"),
        ("float32", "bfloat16", "float32"),
        ("None", 1, None),
    ],
)
def test_values_are_python_literals(text: str, default: object, value: object):
    assert defines.value_of("N", text, default) == value


def test_a_bare_word_for_a_number_is_an_error():
    with pytest.raises(CompileError) as caught:
        defines.value_of("N", "many", 4)
    assert str(caught.value) == (
        "error: '-D N=many': 'many' is not a Python literal\n"
        "note: a string needs its quotes: -D 'N=\"many\"'"
    )


@pytest.mark.parametrize("option", ["N", "=4", "2N=4"])
def test_an_option_needs_a_name_and_a_value(option: str):
    with pytest.raises(CompileError, match="is not of the form NAME=VALUE"):
        defines.parse([option])


def test_the_last_of_several_values_counts():
    assert defines.parse(["N=1", "M = 2", "N=3"]) == {"N": "3", "M": "2"}


def test_an_unknown_name_gets_the_nearest():
    assert str(defines.unknown("BLOCK_N", ["BLOCK_M", "K"])) == (
        "error: '-D BLOCK_N': the file has no constant 'BLOCK_N'\nnote: did you mean 'BLOCK_M'?"
    )
