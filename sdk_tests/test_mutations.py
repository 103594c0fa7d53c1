"""A broken emitter is caught: each edit of the emitted text, by the level that is named with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.sdk.find import Sdk
from ttc.sdk.headers import check_headers
from ttc.sdk.host_run import run_host

from .programs import Program, small_programs

CHIP = "wormhole"


@dataclass(frozen=True)
class Mutation:
    """`old` becomes `new` in one file of a program, and `level` finds out."""

    name: str
    level: str
    program: str
    file: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.name}-{self.level}"


MUTATIONS = [
    Mutation("wrong arity", "check", "sub", "compute.cpp", ", t, t, t)", ", t, t)"),
    Mutation("wrong arity", "headers", "sub", "compute.cpp", ", t, t, t)", ", t, t)"),
    Mutation("unknown function", "headers", "mul", "compute.cpp", "mul_tiles(", "mul_tile("),
    Mutation(
        "missing include",
        "headers",
        "sub",
        "compute.cpp",
        '#include "api/compute/eltwise_binary.h"\n',
        "",
    ),
    Mutation(
        "compile-time argument that is not there",
        "headers",
        "sub",
        "reader.cpp",
        "get_compile_time_arg_val(1)",
        "get_compile_time_arg_val(11)",
    ),
    Mutation("no kernel_main", "headers", "sub", "writer.cpp", "kernel_main", "kernel_entry"),
    Mutation("no kernel_main", "mock", "sub", "writer.cpp", "kernel_main", "kernel_entry"),
    Mutation(
        "swapped arguments", "wolfpine", "sub", "compute.cpp", "(cb_a, cb_b, t", "(cb_b, cb_a, t"
    ),
    Mutation("wrong init", "check", "sub", "compute.cpp", "sub_init(", "add_init("),
    Mutation("wrong init", "wolfpine", "sub", "compute.cpp", "sub_init(", "add_init("),
    Mutation("missing init", "check", "gemm_nn", "compute.cpp", "matmul_block_init(", "// ("),
    Mutation("missing read barrier", "check", "sub", "reader.cpp", "noc_async_read_barrier();", ""),
    Mutation(
        "missing write barrier", "check", "sub", "writer.cpp", "noc_async_write_barrier();", ""
    ),
    Mutation("missing pop", "check", "sub", "compute.cpp", "cb_pop_front(cb_a, 2);", ""),
    Mutation("missing commit", "check", "sub", "compute.cpp", "tile_regs_commit();", ""),
    Mutation("missing commit", "wolfpine", "sub", "compute.cpp", "tile_regs_commit();", ""),
    Mutation("wrong page", "wolfpine", "sub", "writer.cpp", "* 2048", "* 0"),
    Mutation(
        "circular buffer that is not declared",
        "check",
        "sub",
        "plan.json",
        '{"kind": "cb", "name": "b", "value": 1}',
        '{"kind": "cb", "name": "b", "value": 9}',
    ),
    Mutation("buffers beyond L1", "mock", "sub", "host.py", "pages=4", "pages=4000"),
    Mutation("kernel file that is not there", "mock", "sub", "host.py", "reader.cpp", "red.cpp"),
    Mutation(
        "core outside of the grid", "mock", "sub", "host.py", "CoreCoord(5, 0)", "CoreCoord(70, 0)"
    ),
]


def caught_by_check(folder: Path, kernel: Kernel, sdk: Sdk) -> bool:
    return any(finding.severity == "error" for finding in check_directory(folder))


def caught_by_headers(folder: Path, kernel: Kernel, sdk: Sdk) -> bool:
    return any(finding.severity == "error" for finding in check_headers(folder, sdk, (CHIP,)))


def caught_by_mock(folder: Path, kernel: Kernel, sdk: Sdk) -> bool:
    return run_host(folder, sdk, CHIP, "mock", {}, timeout=60).status != 0


def caught_by_wolfpine(folder: Path, kernel: Kernel, sdk: Sdk) -> bool:
    rng = np.random.default_rng(3)
    arrays = [rng.integers(-3, 4, p.shape).astype(p.host_dtype) for p in kernel.params]
    named = {p.name: a for p, a in zip(kernel.params, arrays, strict=True) if p.role == "in"}
    # A hang counts: a run of these sizes takes ten seconds.
    run = run_host(folder, sdk, CHIP, "wolfpine", named, timeout=45)
    kernel.run(arrays)
    return run.status != 0 or not np.array_equal(run.outputs["C"], arrays[-1].astype(np.float32))


Level = Callable[[Path, Kernel, Sdk], bool]
LEVELS: dict[str, Level] = {
    "check": caught_by_check,
    "headers": caught_by_headers,
    "mock": caught_by_mock,
    "wolfpine": caught_by_wolfpine,
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
    assert LEVELS[mutation.level](folder, kernel, sdk)


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_emitted_is_not(level: str, sdk: Sdk, tmp_path: Path):
    kernel, folder = written("sub", tmp_path)
    assert not LEVELS[level](folder, kernel, sdk)
