"""
The translation units of a kernel, as the runtime's JIT makes them.

A reader is compiled for NCRISC on NoC 0, a writer for BRISC on NoC 1, a compute kernel once for
each of unpack, math and pack. The unit is the SDK's own firmware file, which includes the kernel
through a header generated for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ttc.codegen.check.plan import Kernel, Program
from ttc.sdk.chips import Chip
from ttc.sdk.descriptors import descriptors
from ttc.targets import TARGETS

DRAM_ACCESSOR = 2
"""First word of an accessor of an interleaved tensor in DRAM (metalium tensor_accessor_args.h)."""

FLAGS = (
    *("-std=c++17", "-ftt-nttp", "-ftt-constinit", "-ftt-consteval", "-ffast-math"),
    *("-fno-exceptions", "-fno-rtti", "-fno-use-cxa-atexit", "-Wall", "-Werror"),
    *("-Wno-error=deprecated-declarations", "-Wno-error=multistatement-macros"),
    *("-Wno-error=parentheses", "-Wno-error=unused-but-set-variable"),
    *("-Wno-unused-variable", "-Wno-unused-function"),
)
"""Those of the runtime's JIT (libtt_metal 0.81.1) without what only says where things go."""

MESSAGES = ("-fno-diagnostics-show-caret", "-fdiagnostics-color=never")
"""What `ttc.sdk.messages` reads; GCC's JSON leaves out which line of a kernel led to a header."""

PLAIN = {**os.environ, "LC_ALL": "C"}
"""The environment in which a compiler quotes names as 'name'."""

DEFINES = (
    "KERNEL_BUILD",
    "TENSIX_FIRMWARE",
    "LOCAL_MEM_EN=0",
    "ROUTING_FW_ENABLED",
    "PROGRAMMABLE_CORE_TYPE=0",
    "DISPATCH_MESSAGE_ADDR=4290183304",
    'FULL_KERNEL_NAME="kernel/0/"',
)


@dataclass(frozen=True)
class Unit:
    """One compilation: the thread's name, the file of the SDK to compile, and all arguments."""

    thread: str
    args: tuple[str, ...]


def compile_time_words(program: Program, kernel: Kernel) -> list[int]:
    """The words that host.py passes to the kernel for its tensors on a device."""
    unit = TARGETS[program.plan.data["target"]].dram_read_alignment
    pages = {tensor["name"]: -(-tensor["page_bytes"] // unit) * unit for tensor in program.tensors}
    words: list[int] = []
    for kind, name, value in kernel.compile_time:
        words += [DRAM_ACCESSOR, pages[name]] if kind == "accessor" else [value]
    return words


def write_generated(folder: Path, chip: Chip, program: Program, source: Path) -> None:
    """Writes the headers that the runtime generates for a kernel into `folder`."""
    include = f'void kernel_main();\n#include "{source.resolve()}"\n'
    files = {
        "chlkc_descriptors.h": descriptors(program.data, chip.buffers),
        "kernel_includes.hpp": include,
        "defines_generated.h": "#pragma once\n#ifndef NOC_MODE\n#define NOC_MODE 0\n#endif\n",
    }
    for thread in ("unpack", "math", "pack"):
        start = f'#define TRISC_{thread.upper()}\n#include "defines_generated.h"\n'
        files[f"chlkc_{thread}.cpp"] = start + include
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def units(
    root: Path, chip: Chip, program: Program, kernel: Kernel, generated: Path
) -> Iterator[Unit]:
    """The compilations of one kernel against the SDK at `root`; they read `generated`."""
    hardware, llk = root / "tt_metal/hw", root / f"tt_metal/tt-llk/tt_llk_{chip.llk}"
    low, ckernels = hardware / "inc/internal/tt-1xx", hardware / f"ckernels/{chip.llk}/metal"
    folders = [
        *(generated, root, root / "ttnn", root / "ttnn/cpp", hardware / "inc"),
        *(root / f"tt_metal/tt-llk/{name}" for name in ("common", "tools/include")),
        *(root / "tt_metal/hostdevcommon/api", root / "tt_metal/api"),
        *(ckernels / "common", ckernels / "llk_io", low, low / chip.name),
        *(low / chip.name / f"{chip.llk}_defines", low / chip.name / "noc"),
        *(llk / "common/inc", llk / "llk_lib", hardware / "firmware/src/tt-1xx"),
    ]
    words = ",".join(map(str, compile_time_words(program, kernel)))
    defines = [*chip.defines, *DEFINES, f"KERNEL_COMPILE_TIME_ARGS={words}"]
    cpu = chip.cpu
    match kernel.role:
        case "compute":
            folders += [ckernels / "llk_api", ckernels / "llk_api/llk_sfpu"]
            cpu += "-tensix"
            file = "trisck.cc"
            own = [
                (
                    thread,
                    f"UCK_CHLKC_{thread.upper()}",
                    f"COMPILE_FOR_TRISC={i}",
                    f"PROCESSOR_INDEX={i + 2}",
                )
                for i, thread in enumerate(("unpack", "math", "pack"))
            ]
        case "reader":
            file = "ncrisck.cc"
            noc = ("COMPILE_FOR_NCRISC", "PROCESSOR_INDEX=1", "NOC_INDEX=0", "NOC_MODE=0")
            own = [("ncrisc", *noc)]
        case _:
            file = "brisck.cc"
            noc = ("COMPILE_FOR_BRISC", "PROCESSOR_INDEX=0", "NOC_INDEX=1", "NOC_MODE=0")
            own = [("brisc", *noc)]
    for thread, *more in own:
        yield Unit(
            thread,
            (
                *("-O1", *FLAGS, f"-mcpu={cpu}"),
                *(f"-I{folder}" for folder in folders),
                *(f"-D{define}" for define in (*defines, *more)),
                "-fsyntax-only",
                *MESSAGES,
                *("-c", str(hardware / "firmware/src/tt-1xx" / file)),
            ),
        )
