"""`python -m ttc.sdk.standin ARGS`: what the launcher called `riscv-tt-elf-g++` runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ttc.sdk.standin.flags import translated
from ttc.sdk.standin.link import link_command

VERSION = "riscv-tt-elf-g++ (ttc's stand-in for tenstorrent/sfpi) 15.1.0"


def main(args: list[str]) -> int:
    """Compiles or links as the arguments say; returns the exit status of GCC."""
    if "--version" in args:
        print(VERSION)
        return 0
    if "c++-header" in args:
        # No precompiled header: the runtime's JIT carries on without one.
        return 1
    output = Path(args[args.index("-o") + 1]) if "-o" in args else None
    if output is not None and not {"-c", "-E", "-S", "-fsyntax-only"} & set(args):
        return link_command(args, output)
    return subprocess.run(translated(args)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
