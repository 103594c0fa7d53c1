"""The programs that the SDK judges: every example, and small ones for the independent simulator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import ttc
from ttc.api import Kernel
from ttc.codegen.api import overloads
from ttc.language import PrimFunc
from ttc.load import load

ROOT = Path(__file__).resolve().parent.parent
KERNELS = Path(__file__).parent / "kernels"
Record = Callable[[str, str, str], None]
"""Tells the table a program, a column, and the verdict if the test passes."""

EXECUTED: dict[str, dict[str, str]] = {
    "add": {"M": "96", "N": "128"},
    "axpy_chain": {"M": "64", "N": "128"},
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
}
"""Sizes for execution: a simulator of instructions takes seconds for a tile on each core."""

NO_L1_ACCUMULATION = "wolfpine has no packer L1 accumulation"
NO_SFPU = "the stand-in compiler generates no SFPU code"


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
    """The kernels of examples/, each of which needs a row in `EXECUTED`."""
    return [
        Program(name, file, name, small=EXECUTED[file.stem])
        for file in sorted((ROOT / "examples").glob("*.py"))
        for name in _loaded(file, ())
    ]


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


def not_executed(kernel: Kernel) -> str | None:
    """Why wolfpine cannot tell about a program; None if it can."""
    text = kernel.sources["compute.cpp"]
    if any(map(partial(_adds, text), re.findall(r"pack_reconfig_l1_acc\((.+?)\);", text))):
        return NO_L1_ACCUMULATION
    calls = set(re.findall(r"\b(\w+)\s*(?:<[^;()]*>)?\(", text))
    if any(row.group == "S" for name in calls for row in overloads(name, "compute")):
        return NO_SFPU
    return None


def _adds(text: str, switch: str) -> bool:
    """Whether the argument of a `pack_reconfig_l1_acc` is ever true: not in a loop of one turn."""
    counter = re.fullmatch(r"(\w+) != 0", switch)
    if counter is None:
        return switch != "0"
    bounds = re.findall(rf"for \(uint32_t {counter[1]} = 0; {counter[1]} < (\w+);", text)
    return bounds != ["1"]
