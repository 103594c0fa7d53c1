"""Writes a kernel's files below a folder: all of them or none."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ttc.diagnostics import CompileError

OURS = re.compile(r"(reader|compute|writer)(_\d+)?\.cpp|host\.(py|cpp)|plan\.json|ir")
"""What a compile may leave in `out/<kernel>/`; other files there belong to the user and stay."""


def write_kernel(folder: Path, name: str, files: Mapping[str, str]) -> Path:
    """
    Writes `files`, path below the kernel's folder -> text, to `folder/name`; returns that path.

    They are written beside it and put in place by a rename. Raises `CompileError` when the folder
    cannot be written, or when `folder/name` is something else than a real folder.
    """
    target = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A link could lead out of the folder that the user named.
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise CompileError(f"cannot write {target}: it exists and is no folder").note(
                "remove it, or choose another folder with -o"
            )
        _replace(target, files)
    except OSError as error:
        place = error.filename or folder
        raise CompileError(f"cannot write {place}: {error.strerror}").note(
            "choose another folder with -o"
        ) from error
    return target


def _replace(target: Path, files: Mapping[str, str]) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    stale = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        for path, text in files.items():
            file = fresh / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if target.exists():
            os.rename(target, stale)
        os.rename(fresh, target)
        if stale.exists():
            _keep_foreign(stale, target)
    except OSError:
        if stale.exists() and not target.exists():
            os.rename(stale, target)
        raise
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(fresh)
        with suppress(FileNotFoundError):
            shutil.rmtree(stale)


def _keep_foreign(stale: Path, target: Path) -> None:
    for entry in stale.iterdir():
        if OURS.fullmatch(entry.name) is None:
            os.rename(entry, target / entry.name)
