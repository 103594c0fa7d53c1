"""The author's lines, as comments on the statements they became."""

from __future__ import annotations

from pathlib import Path

from xdsl.ir import Operation

from ttc.diagnostics import SourceSpan, source_lines

WIDTH = 100


def place(op: Operation) -> str:
    """Returns `gemm.py:19` for an op, without folders; empty if it has no location."""
    span = SourceSpan.of(op.location)
    return "" if span is None else f"{Path(span.file).name}:{span.line}"


class SourceLines:
    """
    Gives statements their comments.

    The first statement of a line in a block has the line's text above it. Where statements of a
    line go on after those of another, its number stands behind.
    """

    def __init__(self) -> None:
        self._last: tuple[str, int] | None = None
        self._quoted: list[set[tuple[str, int]]] = [set()]

    def enter(self) -> None:
        """Begins a block."""
        self._quoted.append(set())

    def leave(self) -> None:
        """Ends the block begun last."""
        self._quoted.pop()

    def commented(self, op: Operation, statement: str) -> list[str]:
        """Returns the lines of an indented statement with its comment, within 100 columns."""
        span = SourceSpan.of(op.location)
        if span is None or self._last == (span.file, span.line):
            return [statement]
        self._last = (span.file, span.line)
        comment = f"// {Path(span.file).name}:{span.line}"
        text = _line(span.file, span.line)
        if text and self._last not in self._quoted[-1]:
            self._quoted[-1].add(self._last)
            return [_above(statement, f"{comment}  {text}"), statement]
        if len(statement) + 2 + len(comment) <= WIDTH:
            return [f"{statement}  {comment}"]
        return [_above(statement, comment), statement]


def _above(statement: str, comment: str) -> str:
    line = " " * (len(statement) - len(statement.lstrip())) + comment
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3].rstrip()}..."


def _line(file: str, line: int) -> str:
    lines = source_lines(file)
    # A comment that ends in a backslash would swallow the next line of C++.
    return lines[line - 1].strip().rstrip("\\").rstrip() if line <= len(lines) else ""
