"""Runs emitted directories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ttc.runtime_sim import Counters
from ttc.runtime_sim.run import execute

from .programs import Array, Program, Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Emits a program into a fresh directory and executes it."""

    def run(program: Program, *arrays: Array, **options: Any) -> Counters:
        directory = program.emit(tmp_path / "out")
        return execute(directory, list(arrays), program.target, **options)

    return run
