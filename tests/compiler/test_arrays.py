"""A call's arrays must fit the parameters; what does not is named with both sides."""

import ml_dtypes
import numpy as np
import pytest

from ttc.arrays import Parameter, checked, unwritten
from ttc.diagnostics import CompileError, SourceSpan

A = Parameter("A", (64, 32), "bfloat16", "in")
B = Parameter("B", (32,), "int32", "out")
PLACE = SourceSpan("nowhere.py", 5, 1)

GOOD_A = np.zeros((64, 32), ml_dtypes.bfloat16)
GOOD_B = np.zeros(32, np.int32)
READ_ONLY_B = GOOD_B.copy()
READ_ONLY_B.flags.writeable = False


def test_arrays_that_fit_are_taken_as_they_are():
    taken = checked("k", [A, B], [GOOD_A, GOOD_B], PLACE)
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
        checked("k", [A, B], values, PLACE)
    assert str(caught.value) == message


def test_an_output_begins_full_of_what_no_kernel_writes():
    assert np.isnan(unwritten(A).astype(np.float32)).all()
    assert (unwritten(B) == np.iinfo(np.int32).min).all()
