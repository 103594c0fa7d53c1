"""SFPI's command line in the words of the distribution's GCC."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ttc.diagnostics import CompileError

GXX = "riscv64-unknown-elf-g++"
PICOLIBC = Path("/usr/lib/picolibc/riscv64-unknown-elf")
INCLUDE = Path(__file__).parent / "include"
MACHINE = ("-march=rv32im_zicsr", "-mabi=ilp32")
CHIPS = {"wh": "wormhole", "bh": "blackhole", "qsr": "quasar"}
"""The chip behind SFPI's `-mcpu=tt-XX` and `tt-XX-tensix`."""

UNKNOWN = ("-ftt-", "-flto", "-fno-lto", "-march=", "-mcpu=", "--param=min-pagesize")
"""Beginnings of flags that only SFPI's GCC 15 has, or that ask for its link-time optimisation."""

ADDED = (
    "-fno-threadsafe-statics",
    "-ffunction-sections",
    "-fdata-sections",
    # A table of jumps is data with addresses: the loader refuses "unexpected dynamic relocations".
    "-fno-jump-tables",
    # What the SDK's headers provoke in this GCC and not in theirs.
    "-Wno-attributes",
    "-Wno-unknown-pragmas",
    "-Wno-psabi",
    "-Wno-volatile",
    "-Wno-array-bounds",
)


@cache
def library_includes() -> tuple[str, ...]:
    """The flags for the host's libstdc++ headers, behind shims, and the C library of the target."""
    found = [path for path in Path("/usr/include/c++").glob("[0-9]*") if path.is_dir()]
    if not found:
        raise CompileError("the stand-in compiler needs libstdc++'s headers").note(
            "install g++, or put the SFPI compiler into the SDK's runtime/sfpi"
        )
    newest = max(found, key=lambda path: int(re.sub(r"\D.*", "", path.name)))
    machine = sorted(Path("/usr/include").glob(f"*-linux-gnu/c++/{newest.name}"))
    folders = (INCLUDE / "cxx", newest, *machine, PICOLIBC / "include")
    return tuple(flag for folder in folders for flag in ("-isystem", str(folder)))


def translated(args: list[str]) -> list[str]:
    """The whole command that does with the distribution's GCC what `args` ask of SFPI's."""
    cpu = next((arg.removeprefix("-mcpu=") for arg in args if arg.startswith("-mcpu=")), "tt-wh")
    short = next(name for name in CHIPS if f"tt-{name}" in cpu)
    command = [GXX, *MACHINE, f"-D__riscv_tt_{CHIPS[short]}=1", *library_includes()]
    if cpu.endswith("-tensix"):
        command.append(f"-D__riscv_xtttensix{short}=1")
    command += ["-idirafter", str(INCLUDE / "sfpi"), *ADDED]
    for arg in args:
        if arg == "-std=c++17":
            # C++17 with -ftt-nttp, -ftt-constinit and -ftt-consteval: all of them are in C++20.
            command.append("-std=c++20")
        elif arg != "-g" and not arg.startswith(UNKNOWN):
            command.append(arg)
    if "-c" in args and "-fsyntax-only" not in args:
        # The assembler reads the macro before the compiler's output, as one text.
        command.append(f"-Wa,{INCLUDE / 'ttinsn.s'}")
    return command
