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


def fill(a: Any, b: Any, c: Any) -> None:
    b[...] = a * 2
    c[...] = a + 1


@pytest.mark.parametrize(
    "reference", [lambda a: (a * 2, a + 1), lambda a: [a * 2, a + 1], fill], ids=str
)
def test_outputs_are_returned_or_filled(done: Run, reference: Callable[..., Any]):
    result = against_ref_program(done, reference, "k.py")
    assert not isinstance(result, str)
    assert [(one.name, one.ok) for one in result] == [("B", True), ("C", True)]


def test_a_mismatch_names_the_worst_element(done: Run):
    result = against_ref_program(done, lambda a: (a * 2, a * 0 + 5), "k.py")
    assert not isinstance(result, str)
    lines = comparison_lines("ref_program", result)
    assert lines[0].startswith("  B against ref_program: ok, PCC 1.000000")
    assert lines[1].startswith("  C against ref_program: MISMATCH")
    assert lines[2].startswith("    12 elements are off, most of all C[")
    assert lines[2].endswith(", expected 5")


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (lambda: None, "it takes 0 arguments; the kernel has 1 inputs"),
        (lambda a: a, "it returns 1 arrays; the kernel has 2 outputs"),
        (lambda a: (a, a.T), "it returns shape [3, 4] for float32[4, 3]"),
    ],
)
def test_what_does_not_apply_is_said(done: Run, reference: Callable[..., Any], why: str):
    assert against_ref_program(done, reference, "k.py") == why


def test_an_error_in_ref_program_is_the_authors(done: Run):
    with pytest.raises(CompileError, match="'ref_program' of k.py raised ZeroDivisionError"):
        against_ref_program(done, lambda a: 1 // 0, "k.py")


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
