"""Reducers, safe values: what they become, and what they refuse."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError

Printed = Callable[[str], str]
START = """
s = T.alloc_fragment((32, 64), "float32")
r = T.alloc_reducer(32, "float32", op="max")
"""


def ops(printed: Printed, body: str) -> list[str]:
    text = printed(START + body)
    found = [line.partition(" : ")[0].strip() for line in text.splitlines()]
    return [line for line in found if "alloc" not in line and "constant" not in line]


def test_contributions_are_reduced_after_the_loop(printed: Printed):
    assert ops(printed, "for i, j in T.Parallel(32, 64):\n    T.reducer_update(r[i], s[i, j])") == [
        "grid.parallel (%i, %j) in (32, 64) {",
        "%0 = grid.load %s[%i, %j]",
        "grid.store %0, %r_parts[%i, %j]",
        "}",
        'grid.reduce "max" %r_parts, %r {dim = 1',
    ]


def test_one_contribution_an_element_needs_no_reduction(printed: Printed):
    found = ops(printed, "for i in T.Parallel(32):\n    T.reducer_update(r[i], s[i, 0])")
    assert found[-3:] == ["%2 = arith.maximumf %0, %1", "grid.store %2, %r[%i]", "}"]


def test_three_loops_fold_twice(printed: Printed):
    found = ops(
        printed, "for j, i, k in T.Parallel(4, 32, 2):\n    T.reducer_update(r[i], s[i, j * 2 + k])"
    )
    assert [line for line in found if "r_parts" in line or "reduce" in line] == [
        "grid.store %2, %r_parts[%i, %j, %k]",
        'grid.reduce "max" %r_parts, %3 {dim = 2',
        'grid.reduce "max" %3, %r {dim = 1',
    ]


@pytest.mark.parametrize(
    ("kind", "dtype", "value"),
    [("sum", "float32", "0.0"), ("max", "float32", "0xff800000"), ("min", "float32", "0x7f800000"),
     ("max", "int32", "-2147483648"), ("min", "int32", "2147483647")],
)  # fmt: skip
def test_a_reducer_starts_at_what_changes_nothing(
    printed: Printed, kind: str, dtype: str, value: str
):
    text = printed(f"r = T.alloc_reducer(8, '{dtype}', op='{kind}')\nT.reducer_init(r)")
    assert f"arith.constant {value}" in text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("x = T.alloc_reducer(8, 'float32', op='prod')", "op is one of sum, max, min, not 'prod'"),
        ("T.reducer_init(s)", "T.reducer_init on 's', which is no reducer"),
        ("T.reducer_update(r[0], 1)", "T.reducer_update outside T.Parallel"),
        ("for i in T.Parallel(8):\n    T.reducer_update(r[i], 1)", "an index of 'r' is a variable"),
        ("for i in T.Parallel(32):\n    T.reducer_update(r[31 - i], 1)", "an index of 'r' is a"),
        (
            "for i, j in T.Parallel(32, 64):\n    if j > 3:\n        T.reducer_update(r[i], 1)",
            "T.reducer_update under a branch",
        ),
        ("T.annotate_safe_value(3)", "T.annotate_safe_value takes a dict of tensors, not 3"),
        ("T.annotate_safe_value({s: 1})", "T.annotate_safe_value: a buffer is no tensor"),
        ("T.annotate_safe_value({A: 'x'})", "a value is a number, not 'x'"),
    ],
)
def test_what_is_refused(printed: Printed, body: str, message: str):
    with pytest.raises(CompileError, match=message):
        printed(START + body)


def test_a_copy_with_a_safe_value_is_element_by_element(printed: Printed):
    text = printed(START + "T.annotate_safe_value({B: 1})\nT.copy(B[bx * 40, 0], s)")
    assert "grid.copy" not in text
    assert text.count("arith.cmpi") == text.count("arith.select") == 1
