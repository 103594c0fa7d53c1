"""Finds an installed SDK: a folder that is named, TT_METAL_HOME, or the ttnn beside ttc."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from ttc.diagnostics import CompileError
from ttc.sdk.standin.flags import GXX, PICOLIBC
from ttc.sdk.standin.shadow import COMPILER, shadow_of

HEADERS = "tt_metal/hw/inc/api/compute/common.h"
WAY_OUT = (
    "get it with `pip install ttnn==0.81.1` in an environment of Python 3.12 or 3.10, and name "
    "that, or another SDK, with --sdk FOLDER or TT_METAL_HOME"
)


class NoSdk(CompileError):
    """There is no SDK, or none that can be used: the call is at fault, not the kernel."""


@dataclass(frozen=True)
class Sdk:
    """
    One installed SDK.

    `root` has `tt_metal/hw/inc` below it; `python` can import its ttnn (None: not known).
    """

    root: Path
    python: Path | None

    @property
    def has_sfpi(self) -> bool:
        """Whether Tenstorrent's compiler is there; a script of that name is some stand-in."""
        compiler = self.root / COMPILER
        return compiler.is_file() and compiler.read_bytes()[:4] == b"\x7fELF"

    @property
    def compiler(self) -> str:
        """What compiles kernels, in words."""
        return "SFPI" if self.has_sfpi else f"the stand-in ({GXX}), no SFPI being installed"

    @cached_property
    def build_root(self) -> Path:
        """
        The folder to compile against: the SDK, or its shadow with the stand-in compiler.

        Raises `NoSdk` if neither compiler is there.
        """
        if self.has_sfpi:
            return self.root
        # libstdc++'s headers come with the host's g++, which also compiles host.cpp.
        found = all(map(shutil.which, ("g++", GXX))) and (PICOLIBC / "include").is_dir()
        if not found:
            raise NoSdk("the SDK has no SFPI compiler, and the stand-in is not installed").note(
                "apt-get install g++ gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf"
            )
        return shadow_of(self.root, cache_folder())


def cache_folder() -> Path:
    """Where made things are kept: $TTC_SDK_CACHE, or ttc-metalium-sdk in the user's cache."""
    given = os.environ.get("TTC_SDK_CACHE")
    if given:
        # Compilers run in folders of their own.
        return Path(given).absolute()
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "ttc-metalium-sdk"


def find(folder: Path | None) -> Sdk:
    """
    The SDK at `folder`, or the first that is found: $TT_METAL_HOME, an importable ttnn.

    A folder may be a checkout of tt-metal, the ttnn folder of a wheel, or a virtual environment.
    Raises `NoSdk` with the ways to get one.
    """
    if folder is not None:
        sdk = _at(folder)
        if sdk is None:
            raise NoSdk(f"there is no SDK in {folder}: it has no {HEADERS}").note(WAY_OUT)
        return sdk
    home = os.environ.get("TT_METAL_HOME")
    if home:
        sdk = _at(Path(home))
        if sdk is None:
            raise NoSdk(f"TT_METAL_HOME is {home}, which has no {HEADERS}").note(WAY_OUT)
        return sdk
    spec = find_spec("ttnn")
    if spec is not None and spec.origin is not None:
        sdk = _at(Path(spec.origin).parent)
        if sdk is not None:
            return Sdk(sdk.root, Path(sys.executable))
    raise NoSdk("there is no TT-Metalium SDK here").note(WAY_OUT)


def _at(folder: Path) -> Sdk | None:
    inside = sorted(folder.glob("lib/python3.*/site-packages/ttnn"))
    for root in (folder, *inside):
        if (root / HEADERS).is_file():
            return Sdk(root.resolve(), _python_of(root))
    return None


def _python_of(root: Path) -> Path | None:
    """The interpreter of the environment around a wheel, or of a checkout's own environment."""
    inside = root.absolute()
    environment = root / "python_env"
    if inside.parent.name == "site-packages":
        # VENV/lib/python3.12/site-packages/ttnn
        environment = inside.parents[3]
    python = environment / "bin" / "python"
    return python if python.exists() else None
