"""
A shadow of an installed SDK: links to its files, with our compiler where the runtime expects SFPI.

The SDK itself stays as it is. A few device headers use what GCC 15 has and the distribution's GCC
has not; the shadow holds changed copies of these:

    static_assert(false, ...)            in a template that is never instantiated (CWG 2518)
    #pragma GCC unroll NAME              with a count that depends on a template
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from hashlib import sha1
from pathlib import Path
from tempfile import mkdtemp

PATCHED = ("tt_metal/hw", "tt_metal/tt-llk", "ttnn/cpp/ttnn/kernel_lib")
"""Folders whose every file has its own link, so that includes between them meet our copies."""

HEADERS = frozenset({".h", ".hpp", ".inl", ".tpp", ".cc", ".cpp"})
COMPILER = "runtime/sfpi/compiler/bin/riscv-tt-elf-g++"
LATE_ASSERT = "static_assert(false,"
# False only when it is instantiated: the default argument of a generic lambda is dependent.
DEPENDENT_ASSERT = "static_assert([]<bool late = false>() { return late; }(),"
UNROLL_BY_NAME = re.compile(r"^[ \t]*#pragma GCC unroll [A-Za-z_].*$", re.MULTILINE)


def patched(text: str) -> str:
    """The header as the distribution's GCC accepts it, line for line."""
    return UNROLL_BY_NAME.sub("", text.replace(LATE_ASSERT, DEPENDENT_ASSERT))


def shadow_of(root: Path, cache: Path) -> Path:
    """The shadow of the SDK at `root`, made below `cache` when first wanted."""
    key = sha1(f"{root.resolve()} {sys.executable} {Path(__file__).read_text()}".encode())
    shadow = cache / "shadow" / key.hexdigest()[:12]
    if not shadow.exists():
        shadow.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(dir=shadow.parent))
        _fill(fresh, root.resolve())
        try:
            fresh.rename(shadow)
        except OSError:
            # Another process was faster.
            shutil.rmtree(fresh)
    return shadow


def _fill(shadow: Path, root: Path) -> None:
    whole = {place for folder in PATCHED for place in _above(folder)}
    for folder in ("", *sorted(whole)):
        (shadow / folder).mkdir(exist_ok=True)
        for entry in (root / folder).iterdir() if (root / folder).is_dir() else ():
            inner = f"{folder}/{entry.name}".removeprefix("/")
            if inner not in {*whole, *PATCHED, "runtime"}:
                (shadow / inner).symlink_to(entry)
    for folder in PATCHED:
        _copy(shadow / folder, root / folder)
    (shadow / "runtime").mkdir()
    for entry in (root / "runtime").iterdir() if (root / "runtime").is_dir() else ():
        if entry.name != "sfpi":
            (shadow / "runtime" / entry.name).symlink_to(entry)
    (shadow / "runtime/sfpi/include").mkdir(parents=True)
    launcher = shadow / COMPILER
    launcher.parent.mkdir(parents=True)
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m ttc.sdk.standin "$@"\n')
    launcher.chmod(0o755)


def _above(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _copy(shadow: Path, folder: Path) -> None:
    for here, _, files in os.walk(folder):
        there = shadow / Path(here).relative_to(folder)
        there.mkdir(exist_ok=True)
        for name in files:
            source = Path(here) / name
            text = source.read_text(errors="replace") if source.suffix in HEADERS else ""
            changed = patched(text)
            if changed == text:
                (there / name).symlink_to(source)
            else:
                (there / name).write_text(changed)
