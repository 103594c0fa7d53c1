"""Random programs over stacks compute what their own reference does, on both targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from ttc.targets import TARGETS

from .running import assert_within, attempt, repeatable, run
from .stack_programs import stack_programs
from .test_block_programs import MOST_OFF, sixteenths


@pytest.mark.parametrize("target", TARGETS)
@repeatable(25)
@given(text=stack_programs())
def test_stack_programs_compute_what_they_say(target: str, text: str):
    def check(path: Path) -> None:
        ran = run(path, target, sixteenths)
        expected = ran.names["ref_program"](*ran.inputs())
        for got, wanted in zip(ran.outputs(), expected, strict=True):
            assert_within(got, wanted, MOST_OFF * (1 + np.abs(wanted).max()))

    attempt(text, target, check)
