"""
Random kernels of the whole tile language compute what their own text means, on both targets.

`meaning` runs the text a second time, with a bound on the error of each element that follows
from the formats; an element outside its bound is a defect.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from ttc.diagnostics import CompileError
from ttc.targets import TARGETS

from .meaning import Tensor, meaning
from .running import Array, assert_within, attempt, chip, repeatable, run
from .statements import LARGEST_SCALAR
from .tile_programs import FAMILIES, programs

KERNELS = sorted((Path(__file__).parent / "kernels").glob("*.py"))
TOO_MANY = "circular buffers; a"


def values(text: str) -> Callable[[Any, tuple[int, ...]], Array]:
    """Numbers of both signs, the same whenever the same text is run."""
    random = np.random.default_rng(zlib.crc32(text.encode()))

    def drawn(dtype: Any, shape: tuple[int, ...]) -> Array:
        if not np.issubdtype(dtype, np.integer):
            return np.clip(random.standard_normal(shape) * 1.5, -4, 4)
        low, high = (-20, 20) if shape else (-2, LARGEST_SCALAR)
        return np.asarray(random.integers(low, high + 1, shape))

    return drawn


def check(path: Path, target: str) -> None:
    text = path.read_text(encoding="utf-8")
    (cores,) = re.findall(r"^CORES = \((\d+), (\d+)\)$", text, re.MULTILINE) or [("8", "8")]
    with chip(target, (int(cores[0]), int(cores[1]))):
        try:
            ran = run(path, target, values(text))
        except CompileError as error:
            if TOO_MANY in str(error):  # refused, as it must be
                reject()
            raise
    tensors = [
        Tensor(p.name, array, p.dtype, p.is_scalar)
        for p, array in zip(ran.kernel.params, ran.given, strict=True)
    ]
    expected = meaning(text, "program", tensors)
    for parameter, got in zip(ran.kernel.params, ran.left, strict=True):
        if parameter.is_written:
            wanted = expected[parameter.name]
            is_known = np.isfinite(wanted.error)
            assert_within(np.where(is_known, got, 0), np.where(is_known, wanted.value, 0.0),
                          np.where(is_known, wanted.error, 0.0))  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", KERNELS, ids=[path.stem for path in KERNELS])
def test_kernels_that_were_wrong_once(path: Path, target: str):
    check(path, target)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("family", FAMILIES)
@repeatable(35)
@given(data=st.data())
def test_kernels_compute_what_they_say(target: str, family: str, data: st.DataObject):
    text = data.draw(programs(family).map(Printed)).text
    attempt(text, target, lambda path: check(path, target))


class Printed:
    """A text that hypothesis prints as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"\n{self.text}"
