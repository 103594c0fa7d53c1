"""A file's `ref_program` may return its outputs or fill them; what does not apply is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc import inputs
from ttc.arrays import Parameter
from ttc.diagnostics import CompileError
from ttc.report import comparison_lines
from ttc.run import Run, against_ref_program
from ttc.runtime_sim.counters import Counters

A = Parameter("A", (4, 3), "bfloat16", "in")
B = Parameter("B", (4, 3), "float32", "out")
C = Parameter("C", (4, 3), "float32", "out")


@pytest.fixture
def done() -> Run:
    """A run of B = 2 A and C = A + 1."""
    given = inputs.make([A, B, C], 0, {})
    a = given[0].astype(np.float32)
    return Run([A, B, C], given, [given[0], a * 2, a + 1], Counters(), 0.1)


def as_tuple(a: Any) -> Any:
    return a * 2, a + 1


def as_list(a: Any) -> Any:
    return [a * 2, a + 1]


def in_place(a: Any, b: Any, c: Any) -> None:
    b[...] = a * 2
    c[...] = a + 1


def wrong(a: Any) -> Any:
    return a * 2, a * 0 + 5


def nothing_taken() -> Any:
    return ()


def too_few(a: Any) -> Any:
    return a


def transposed(a: Any) -> Any:
    return a, a.T


def raising(a: Any) -> Any:
    return a + 1 // 0


@pytest.mark.parametrize("reference", [as_tuple, as_list, in_place])
def test_outputs_are_returned_or_filled(done: Run, reference: Callable[..., Any]):
    result = against_ref_program(done, reference, "k.py")
    assert not isinstance(result, str)
    assert [(one.name, one.ok) for one in result] == [("B", True), ("C", True)]


def test_a_mismatch_names_the_worst_element(done: Run):
    result = against_ref_program(done, wrong, "k.py")
    assert not isinstance(result, str)
    lines = comparison_lines("ref_program", result)
    assert lines[0].startswith("  B against ref_program: ok, PCC 1.000000")
    assert lines[1].startswith("  C against ref_program: MISMATCH")
    assert lines[2].startswith("    12 elements are off, most of all C[")
    assert lines[2].endswith(", expected 5")


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (nothing_taken, "it takes 0 arguments; the kernel has 1 input"),
        (too_few, "it returns 1 array; the kernel has 2 outputs"),
        (transposed, "it returns shape [3, 4] for float32[4, 3]"),
    ],
)
def test_what_does_not_apply_is_said(done: Run, reference: Callable[..., Any], why: str):
    assert against_ref_program(done, reference, "k.py") == why


def test_an_error_in_ref_program_is_the_authors(done: Run):
    with pytest.raises(CompileError, match=r"'ref_program' of k\.py raised ZeroDivisionError"):
        against_ref_program(done, raising, "k.py")


def test_bfloat16_files_are_read_in_either_form(tmp_path: Path):
    values = np.arange(12, dtype=np.float32).reshape(4, 3)
    for name, array in {"wide": values, "raw": values.astype(ml_dtypes.bfloat16)}.items():
        np.save(tmp_path / f"{name}.npy", array)
        (read,) = inputs.make([A], 0, {"A": tmp_path / f"{name}.npy"})
        assert read.dtype == ml_dtypes.bfloat16
        np.testing.assert_array_equal(read.astype(np.float32), values)


def test_random_inputs_depend_on_the_seed_alone():
    first, again, other = (inputs.make([A, B], seed, {})[0] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
