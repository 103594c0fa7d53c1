"""A call's values must fit the parameters; what does not is named with both sides."""

from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc.arrays import Parameter, checked, unwritten
from ttc.diagnostics import CompileError, SourceSpan

A = Parameter("A", (64, 32), "bfloat16", "in")
B = Parameter("B", (32,), "int32", "out")
N = Parameter("n", (), "int32", "scalar")
ALPHA = Parameter("alpha", (), "float32", "scalar", default=0.5)
PLACE = SourceSpan("nowhere.py", 5, 1)

GOOD_A = np.zeros((64, 32), ml_dtypes.bfloat16)
GOOD_B = np.zeros(32, np.int32)
READ_ONLY_B = GOOD_B.copy()
READ_ONLY_B.flags.writeable = False


def test_arrays_that_fit_are_taken_as_they_are():
    taken = checked("k", [A, B], [GOOD_A, GOOD_B], {}, PLACE)
    assert taken[0] is GOOD_A
    assert taken[1] is GOOD_B


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            [GOOD_A],
            "error: 'k' takes 2 arrays (A, B), 1 given\n"
            "note: 'k' is defined here\n  --> nowhere.py:5:1",
        ),
        (
            [GOOD_A.tolist(), GOOD_B],
            "error: argument 1 of 'k', 'A', must be a numpy array, not list\n"
            "note: 'A' is bfloat16[64, 32] in the kernel\n  --> nowhere.py:5:1",
        ),
        (
            [GOOD_A.T, GOOD_B],
            "error: argument 1 of 'k', 'A', has shape [32, 64], must be [64, 32]\n"
            "note: 'A' is bfloat16[64, 32] in the kernel\n  --> nowhere.py:5:1",
        ),
        (
            [GOOD_A.astype(np.float32), GOOD_B],
            "error: argument 1 of 'k', 'A', has dtype float32, must be bfloat16\n"
            "note: 'A' is bfloat16[64, 32] in the kernel\n  --> nowhere.py:5:1\n"
            "note: convert it: a.astype(ml_dtypes.bfloat16)",
        ),
        (
            [GOOD_A, GOOD_B.astype(np.int64)],
            "error: argument 2 of 'k', 'B', has dtype int64, must be int32\n"
            "note: 'B' is int32[32] in the kernel\n  --> nowhere.py:5:1\n"
            "note: convert it: a.astype(numpy.int32)",
        ),
        (
            [GOOD_A, READ_ONLY_B],
            "error: argument 2 of 'k', 'B', is read-only, and the kernel writes it\n"
            "note: 'B' is int32[32] in the kernel\n  --> nowhere.py:5:1",
        ),
    ],
)
def test_what_does_not_fit_is_named(values: list[object], message: str):
    with pytest.raises(CompileError) as caught:
        checked("k", [A, B], values, {}, PLACE)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("values", "named", "n", "alpha"),
    [
        ([GOOD_A, 3], {}, 3, 0.5),
        ([GOOD_A, -3, 2], {}, -3, 2.0),
        ([GOOD_A], {"n": np.int64(7), "alpha": np.float32(1.5)}, 7, 1.5),
        ([], {"alpha": 1, "n": True, "A": GOOD_A}, 1, 1.0),
        ([GOOD_A, 2**32 - 1], {}, -1, 0.5),
    ],
)
def test_scalars_are_given_by_place_or_name(
    values: list[object], named: dict[str, object], n: int, alpha: float
):
    a, *scalars = checked("k", [A, N, ALPHA], values, named, PLACE)
    assert a is GOOD_A
    assert [(scalar.dtype, scalar.shape) for scalar in scalars] == [
        (np.dtype("int32"), ()),
        (np.dtype("float32"), ()),
    ]
    assert [scalar.item() for scalar in scalars] == [n, alpha]


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ([GOOD_A], {}, "'k' takes 3 parameters (A, n, alpha), 1 given"),
        ([GOOD_A, 1, 2, 3], {}, "'k' takes 3 parameters (A, n, alpha), 4 given"),
        ([GOOD_A, 1], {"n": 1}, "'k' takes 3 parameters (A, n, alpha); 'n' is given twice"),
        ([GOOD_A, 1], {"m": 1}, "'k' takes 3 parameters (A, n, alpha); it has no 'm'"),
        ([GOOD_A, 1.5], {}, "argument 2 of 'k', 'n', must be an integer, not 1.5"),
        ([GOOD_A, 2**32], {}, "argument 2 of 'k', 'n', is 4294967296, and has 32 bits"),
        ([GOOD_A, "1"], {}, "argument 2 of 'k', 'n', must be a number, not str"),
        ([GOOD_A, 1, GOOD_A], {}, "argument 3 of 'k', 'alpha', must be a number, not ndarray"),
    ],
)
def test_a_scalar_that_does_not_fit_is_named(
    values: list[object], named: dict[str, Any], message: str
):
    with pytest.raises(CompileError) as caught:
        checked("k", [A, N, ALPHA], values, named, PLACE)
    assert caught.value.message == message


def test_parameters_are_numbered_with_tensors_and_scalars_together():
    tensor = {"role": "in", "shape": [4], "dtype": "int32"}
    plan = {
        "tensors": [
            {"name": "A", "index": 0, **tensor},
            {"name": "B", "index": 2, **tensor},
            {"name": "between", "index": 3, **tensor, "role": "scratch"},
        ],
        "scalars": [{"name": "n", "index": 1, "dtype": "int32", "default": 3}],
    }
    parameters = Parameter.of_plan(plan)
    assert [parameter.name for parameter in parameters] == ["A", "n", "B"]
    assert parameters[1] == Parameter("n", (), "int32", "scalar", default=3)
    assert not parameters[1].is_written


def test_an_output_begins_full_of_what_no_kernel_writes():
    assert np.isnan(unwritten(A).astype(np.float32)).all()
    assert (unwritten(B) == np.iinfo(np.int32).min).all()
