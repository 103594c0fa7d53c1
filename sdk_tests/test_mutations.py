"""A broken emitter is caught: each edit of the emitted text, by the level that is named with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.codegen.check.finding import Finding
from ttc.sdk.find import Sdk
from ttc.sdk.headers import check_headers
from ttc.sdk.host_run import run_host

from .mutations import DIFFERS, LONG_ENOUGH, MUTATIONS, Mutation
from .programs import Program, small_programs

CHIP = "wormhole"


def said(findings: list[Finding]) -> str:
    return "\n".join(finding.message for finding in findings if finding.severity == "error")


def said_by_check(folder: Path, kernel: Kernel, sdk: Sdk) -> str:
    return said(check_directory(folder))


def said_by_headers(folder: Path, kernel: Kernel, sdk: Sdk) -> str:
    return said(check_headers(folder, sdk, (CHIP,)))


def said_by_mock(folder: Path, kernel: Kernel, sdk: Sdk) -> str:
    return run_host(folder, sdk, CHIP, "mock", {}, timeout=60).reason


def said_by_wolfpine(folder: Path, kernel: Kernel, sdk: Sdk) -> str:
    rng = np.random.default_rng(3)
    arrays = [rng.integers(-3, 4, p.shape).astype(p.host_dtype) for p in kernel.params]
    named = {p.name: a for p, a in zip(kernel.params, arrays, strict=True) if p.role == "in"}
    run = run_host(folder, sdk, CHIP, "wolfpine", named, timeout=LONG_ENOUGH)
    if run.reason:
        return run.reason
    kernel.run(arrays)
    return "" if np.array_equal(run.outputs["C"], arrays[-1].astype(np.float32)) else DIFFERS


Level = Callable[[Path, Kernel, Sdk], str]
LEVELS: dict[str, Level] = {
    "check": said_by_check,
    "headers": said_by_headers,
    "mock": said_by_mock,
    "wolfpine": said_by_wolfpine,
}


def written(name: str, folder: Path) -> tuple[Kernel, Path]:
    program: Program = next(program for program in small_programs() if program.name == name)
    kernel = program.compiled(CHIP, small=False)
    return kernel, kernel.write(folder)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_mutation_is_caught(mutation: Mutation, sdk: Sdk, tmp_path: Path):
    kernel, folder = written(mutation.program, tmp_path)
    file = folder / mutation.file
    text = file.read_text()
    assert mutation.old in text, text
    file.write_text(text.replace(mutation.old, mutation.new, 1))
    assert mutation.says in LEVELS[mutation.level](folder, kernel, sdk)


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_emitted_is_not(level: str, sdk: Sdk, tmp_path: Path):
    kernel, folder = written("sub", tmp_path)
    assert LEVELS[level](folder, kernel, sdk) == ""
