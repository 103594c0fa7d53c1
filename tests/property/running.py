"""Runs the text of a kernel file: the text itself is what reproduces a failure."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, note, settings
from numpy.typing import NDArray

import ttc
from ttc.api import Kernel
from ttc.arrays import numpy_dtype
from ttc.load import load
from ttc.targets import TARGETS

Array = NDArray[Any]
Floats = NDArray[np.float64]

FOLDER = Path(tempfile.gettempdir()) / "ttc-failures"
"""Where kernel files that failed are kept."""


def repeatable(examples: int) -> settings:
    """The same programs in every run; none of them is timed."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@dataclass(frozen=True)
class Ran:
    """A kernel that ran: its arrays before and after, and what else its file defines."""

    kernel: Kernel
    given: Sequence[Array]
    left: Sequence[Array]
    names: dict[str, Any]

    def inputs(self) -> list[Floats]:
        """What the kernel reads, as it was before, in float64."""
        pairs = zip(self.kernel.params, self.given, strict=True)
        return [array.astype(np.float64) for p, array in pairs if p.role != "out"]

    def outputs(self) -> list[Array]:
        pairs = zip(self.kernel.params, self.left, strict=True)
        return [array for p, array in pairs if p.is_written]


def run(path: Path, target: str, draw: Callable[[Any, tuple[int, ...]], Array]) -> Ran:
    """
    Compiles the one kernel of a file, checks what is emitted, and runs it on the simulator.

    `draw` makes the values of an input of a dtype and a shape; outputs start as NaN, or as
    the smallest integer, so that what is not written shows.
    """
    file = load(path)
    (prim_func,) = file.kernels.values()
    kernel = ttc.compile(prim_func, target=target)
    given: list[Array] = []
    for parameter in kernel.params:
        dtype = numpy_dtype(parameter.dtype)
        if parameter.role != "out":
            given.append(draw(dtype, parameter.shape).astype(dtype))
        elif np.issubdtype(dtype, np.integer):
            given.append(np.full(parameter.shape, np.iinfo(dtype).min, dtype))
        else:
            given.append(np.full(parameter.shape, np.nan).astype(dtype))
    left = [array.copy() for array in given]
    kernel.run(left)
    for parameter, before, after in zip(kernel.params, given, left, strict=True):
        assert parameter.is_written or np.array_equal(before, after), f"{parameter.name} changed"
    return Ran(kernel, given, left, vars(file.module))


@contextmanager
def chip(target: str, grid: tuple[int, int]) -> Generator[None]:
    """Within it, a chip has this grid of cores: with few of them, each has many blocks."""
    whole = TARGETS[target]
    TARGETS[target] = replace(whole, grid=grid)
    try:
        yield
    finally:
        TARGETS[target] = whole


def attempt(text: str, target: str, check: Callable[[Path], None]) -> None:
    """Writes a kernel file and checks it; one that fails stays, and is named and shown."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"kernel_{hashlib.sha1(text.encode()).hexdigest()[:8]}.py"
    path.write_text(text, encoding="utf-8")
    note(f"ttc run {path} --target {target}\n{text}")
    check(path)
    path.unlink(missing_ok=True)


def assert_within(got: Array, expected: Floats, bound: Floats | float) -> None:
    """Fails where an element is off by more than `bound`; NaN and infinity match themselves."""
    actual = got.astype(np.float64)
    with np.errstate(invalid="ignore"):
        error = np.abs(actual - expected)
    error[(actual == expected) | (np.isnan(actual) & np.isnan(expected))] = 0.0
    excess = np.nan_to_num(error - bound, nan=np.inf)
    worst = np.unravel_index(int(np.argmax(excess)), excess.shape)
    assert excess[worst] <= 0, (
        f"{np.count_nonzero(excess > 0)} of {excess.size} elements are off, most of all "
        f"{tuple(map(int, worst))}: {actual[worst]:g}, expected {expected[worst]:g} "
        f"within {np.broadcast_to(bound, excess.shape)[worst]:g}"
    )
