"""The programs that the SDK judges: every example, and small ones for the independent simulator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from math import ceil, prod
from pathlib import Path

import pytest

import ttc
from ttc.api import Kernel
from ttc.codegen.api_sfpu import SFPU_FUNCTIONS
from ttc.language import PrimFunc
from ttc.load import load

ROOT = Path(__file__).resolve().parent.parent
KERNELS = Path(__file__).parent / "kernels"
Record = Callable[[str, str, str], None]
"""Tells the table a program, a column, and the verdict if the test passes."""

SMALL: dict[str, dict[str, str]] = {
    "add": {"M": "96", "N": "128"},
    # Blocks of 2x2 tiles accumulate in DST over all of K.
    "gemm": {"M": "128", "N": "64", "K": "96", "block_M": "64", "block_N": "64"},
    "gemm_odd": {
        "M": "70",
        "N": "50",
        "K": "80",
        "block_M": "64",
        "block_N": "64",
        "block_K": "32",
    },
    # One block has all that the window sees at a place: nothing is added up in L1.
    "conv2d": {
        "BATCH": "1",
        "HEIGHT": "6",
        "WIDTH": "7",
        "C_IN": "32",
        "C_OUT": "32",
        "block_N": "32",
        "block_K": "288",
    },
    "gemm_batched": {"BATCH": "2", "M": "70", "N": "40"},
    "gemm_pipelined": {"M": "70", "N": "50", "K": "160"},
    "transpose": {"M": "70", "N": "100"},
}
"""
Sizes of examples for execution, where their own would take a simulator of instructions minutes.

An example needs a row if the matrix unit does it all, on more than `MOST_TILES` tiles.
"""

MOST_TILES = 400
NO_L1_ACCUMULATION = "wolfpine has no packer L1 accumulation"
NO_SFPU = "the stand-in compiler generates no SFPU code"
SFPU = frozenset(row.name for _, rows in SFPU_FUNCTIONS for row in rows)


@dataclass(frozen=True)
class Program:
    """One kernel of a file; `small` are its constants where it is executed."""

    name: str
    file: Path
    kernel: str
    defines: Mapping[str, str] = field(default_factory=dict[str, str])
    small: Mapping[str, str] = field(default_factory=dict[str, str])

    def compiled(self, chip: str, *, small: bool) -> Kernel:
        defines = {**self.defines, **(self.small if small else {})}
        return ttc.compile(_loaded(self.file, tuple(defines.items()))[self.kernel], target=chip)

    def __str__(self) -> str:
        return self.name


@cache
def _loaded(file: Path, defines: tuple[tuple[str, str], ...]) -> Mapping[str, PrimFunc]:
    return load(file, dict(defines)).kernels


def examples() -> list[Program]:
    """The kernels of examples/, named as their files are."""
    programs: list[Program] = []
    for file in sorted((ROOT / "examples").glob("*.py")):
        kernels, small = _loaded(file, ()), SMALL.get(file.stem, {})
        for kernel in kernels:
            name = file.stem if len(kernels) == 1 else f"{file.stem}, {kernel}"
            programs.append(Program(name, file, kernel, small=small))
    return programs


def small_programs() -> list[Program]:
    """Programs of this folder, small as they are."""
    elementwise = KERNELS / "elementwise.py"
    odd = {"M": "70", "N": "100"}
    # More blocks than either chip has cores: some cores have two, and their buffers wrap around.
    many = {"M": "320", "N": "384", "BM": "32", "BN": "32"}
    operands = KERNELS / "operands.py"
    whole = {"BK": "96"}
    a, b = {"TRANSPOSE_A": "True"}, {"TRANSPOSE_B": "True"}
    rounded = {"out_dtype": "'bfloat16'"}
    return [
        *(Program(name, elementwise, name) for name in ("sub", "mul", "twice", "copy")),
        *(Program(f"{name}_odd", elementwise, name, odd) for name in ("twice", "copy")),
        Program("copy_float32", elementwise, "copy", {"dtype": "'float32'"}),
        Program("sub_120_blocks", elementwise, "sub", many),
        Program("gemm_nn", operands, "gemm_operands"),
        Program("gemm_nn_bf16", operands, "gemm_operands", rounded),
        Program("gemm_nt", operands, "gemm_operands", b),
        Program("gemm_tn", operands, "gemm_operands", {**a, **whole}),
        Program("gemm_tt", operands, "gemm_operands", {**a, **b, **whole}),
    ]


def not_executed(program: Program, kernel: Kernel) -> str | None:
    """
    Why wolfpine cannot tell about a program; None if it can.

    Fails if it could, and the program is too large for it.
    """
    files = [text for name, text in kernel.sources.items() if name.startswith("compute")]
    text = "\n".join(files)
    if SFPU.intersection(re.findall(r"\b(\w+)\s*(?:<[^;()]*>)?\(", text)):
        return NO_SFPU
    tiles = tiles_of(kernel)
    if tiles > MOST_TILES:
        pytest.fail(
            f"{program.file.name} has {tiles} tiles, too many for wolfpine ({MOST_TILES}): give "
            f"it small sizes, with a row '{program.file.stem}' of SMALL in {Path(__file__).name}",
            pytrace=False,
        )
    if any(map(partial(_adds, text), re.findall(r"pack_reconfig_l1_acc\((.+?)\);", text))):
        return NO_L1_ACCUMULATION
    return None


def tiles_of(kernel: Kernel) -> int:
    """How many tiles a kernel's tensors have in all."""
    return sum(ceil(prod(parameter.shape) / 1024) for parameter in kernel.params)


def _adds(text: str, switch: str) -> bool:
    """Whether the argument of a `pack_reconfig_l1_acc` is ever true: not in a loop of one turn."""
    counter = re.fullmatch(r"(\w+) != 0", switch)
    if counter is None:
        return switch != "0"
    bounds = re.findall(rf"for \(uint32_t {counter[1]} = 0; {counter[1]} < (\w+);", text)
    return bounds != ["1"]
