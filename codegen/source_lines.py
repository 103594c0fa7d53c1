"""The author's lines, as comments behind the statements they became."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdsl.ir import Operation

from ttc.diagnostics import SourceSpan

WIDTH = 100
_SHORTEST = 16
"""Fewer characters than this of an author's line say nothing; only its number is printed then."""


def place(op: Operation) -> str:
    """Returns `gemm.py:19` for an op, without folders; empty if it has no location."""
    span = SourceSpan.of(op.location)
    return "" if span is None else f"{Path(span.file).name}:{span.line}"


class SourceLines:
    """Gives each statement its comment; says a line once for the statements in a row it became."""

    def __init__(self) -> None:
        self._last: tuple[str, int] | None = None

    def comment(self, op: Operation, width: int) -> str:
        """
        Returns the comment for a statement that takes `width` columns, or nothing.

        The author's text is cut where the line would pass 100 columns.
        """
        span = SourceSpan.of(op.location)
        if span is None or self._last == (span.file, span.line):
            return ""
        self._last = (span.file, span.line)
        comment = f"  // {Path(span.file).name}:{span.line}"
        room = WIDTH - width - len(comment) - 2
        text = _line(span.file, span.line)
        if not text or room < min(len(text), _SHORTEST):
            return comment
        if len(text) > room:
            text = f"{text[: room - 3].rstrip()}..."
        return f"{comment}  {text}"


def _line(file: str, line: int) -> str:
    lines = _lines(file)
    # A comment that ends in a backslash would swallow the next line of C++.
    return lines[line - 1].strip().rstrip("\\").rstrip() if line <= len(lines) else ""


@cache
def _lines(file: str) -> tuple[str, ...]:
    try:
        return tuple(Path(file).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return ()
