"""Random block programs compute what their own reference does, on both targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from ttc.targets import TARGETS

from .block_programs import block_programs
from .running import Array, assert_within, attempt, repeatable, run

MOST_OFF = 0.02
"""A few roundings to bfloat16, which differ where values stay in DST, in units of the largest."""


def sixteenths(dtype: Any, shape: tuple[int, ...]) -> Array:
    """Numbers from -1 to 1 that bfloat16 holds exactly."""
    return np.random.default_rng(len(shape)).integers(-16, 17, shape) / 16


@pytest.mark.parametrize("target", TARGETS)
@repeatable(50)
@given(text=block_programs())
def test_block_programs_compute_what_they_say(target: str, text: str):
    def check(path: Path) -> None:
        ran = run(path, target, sixteenths)
        expected = ran.names["ref_program"](*ran.inputs())
        for got, wanted in zip(ran.outputs(), expected, strict=True):
            assert_within(got, wanted, MOST_OFF * (1 + np.abs(wanted).max()))

    attempt(text, target, check)
