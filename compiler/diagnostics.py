"""
The two kinds of failure: `CompileError` is the user's kernel, `BrokenPass` is ours.

A `CompileError` prints as the sentence, the place, the source line with a caret, then notes:

    error: a block of 'A_shared' needs 2097152 bytes of L1; 1395424 are free
      --> gemm.py:14:20
       |
    14 |         A_shared = T.alloc_shared((1024, 1024), "bfloat16")
       |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    note: make the block smaller, or use fewer pipeline stages
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from xdsl.utils.exceptions import PassFailedException

if TYPE_CHECKING:
    from xdsl.ir import Attribute, Operation

    Place: TypeAlias = "SourceSpan | Operation"


@dataclass(frozen=True)
class SourceSpan:
    """A place in a file: `line` and `column` count from 1, `width` is in characters."""

    file: str
    line: int
    column: int
    width: int = 1

    @staticmethod
    def of(location: Attribute) -> SourceSpan | None:
        """
        Finds the first file position that a location names; None if there is none.

        A call site counts as its callee: that is where the text stands.
        """
        # Imported late: `ttc --version` must not pay for the builtin dialect.
        from xdsl.dialects.builtin import ArrayAttr, CallSiteLoc, FileLineColLoc, FusedLoc, NameLoc

        match location:
            case FileLineColLoc(filename=file, line=line, column=column):
                return SourceSpan(file.data, line.data, column.data)
            case NameLoc(location=inner):
                return SourceSpan.of(inner)
            case CallSiteLoc(callee=callee, caller=caller):
                return SourceSpan.of(callee) or SourceSpan.of(caller)
            case FusedLoc(locations=ArrayAttr(data=parts)):
                return next(filter(None, map(SourceSpan.of, parts)), None)
            case _:
                return None

    @staticmethod
    def at(place: Place) -> SourceSpan | None:
        """Takes a span as it is, and an operation for its location."""
        return place if isinstance(place, SourceSpan) else SourceSpan.of(place.location)

    @staticmethod
    def of_function(function: Callable[..., object]) -> SourceSpan | None:
        """Finds where a Python function is defined, at its first decorator if it has one."""
        code = getattr(function, "__code__", None)
        return None if code is None else SourceSpan(code.co_filename, code.co_firstlineno, 1)

    def __str__(self) -> str:
        return f"{displayed(self.file)}:{self.line}:{self.column}"


@dataclass(eq=False)
class CompileError(PassFailedException):
    """The user's kernel cannot be compiled; `notes` name the other party, then the way out."""

    message: str
    span: SourceSpan | None = None
    notes: list[tuple[str, SourceSpan | None]] = field(
        default_factory=list[tuple[str, SourceSpan | None]]
    )

    @classmethod
    def at(cls, place: Place, message: str) -> Self:
        """Makes the error of an operation (or a span), to be raised by the caller."""
        return cls(message, SourceSpan.at(place))

    def note(self, message: str, place: Place | None = None) -> Self:
        """Adds a note, with its own place if it has one; returns the error for chaining."""
        self.notes.append((message, None if place is None else SourceSpan.at(place)))
        return self

    def __str__(self) -> str:
        lines = [f"error: {self.message}", *_excerpt(self.span)]
        for message, span in self.notes:
            lines += [f"note: {message}", *_excerpt(span)]
        return "\n".join(lines)


_PATHS: dict[str, str] = {}
"""The file behind each name that locations give to a file outside of the working directory."""


def register_source(shown: str, path: str) -> None:
    """Notes where the text of a file is that locations call `shown`, for excerpts."""
    _PATHS[shown] = path


def source_lines(file: str) -> list[str]:
    """Returns the lines of a source file, by its name in locations; none if it is not there."""
    return _read(_PATHS.get(file, file), _modified(file))


def _modified(file: str) -> float:
    try:
        return os.stat(_PATHS.get(file, file)).st_mtime
    except OSError:
        return 0.0


@lru_cache(maxsize=16)
def _read(path: str, modified: float) -> list[str]:
    del modified  # part of the key: a file that changed is read again
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


class BrokenPass(Exception):
    """A pass failed or left invalid IR behind: a defect of ttc, never of the kernel."""

    def __init__(self, pass_name: str, reason: str, dump: Path | None = None) -> None:
        super().__init__(pass_name, reason, dump)
        self.pass_name = pass_name
        self.reason = reason
        self.dump = dump

    def __str__(self) -> str:
        where = "" if self.dump is None else f"\n  the IR it left is in {self.dump}"
        return f"pass '{self.pass_name}': {self.reason}{where}"


def displayed(file: str) -> str:
    """Shortens a path below the working directory, so that messages do not depend on it."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


def counted(number: int, noun: str) -> str:
    """Puts a noun with a regular plural behind a number: `1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _excerpt(span: SourceSpan | None) -> list[str]:
    if span is None:
        return []
    where = f"  --> {span}"
    lines = source_lines(span.file)
    if not 0 < span.line <= len(lines):
        return [where]
    text = lines[span.line - 1]
    gutter = " " * len(str(span.line))
    before = text[: span.column - 1]
    # Tabs stay tabs under the text, so that the caret lines up whatever their width.
    indent = "".join("\t" if character == "\t" else " " for character in before)
    carets = "^" * max(1, min(span.width, len(text) - len(before)))
    return [where, f"{gutter} |", f"{span.line} | {text}".rstrip(), f"{gutter} | {indent}{carets}"]
