"""
What the checks report: a sentence, its place in an emitted file, and the way out.

    error: 'add_tiles' takes 5 arguments, 4 are given
      --> out/add/compute.cpp:17:9
       |
    17 |         add_tiles(cb_A, cb_B, 0, 0);
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    note: made from add.py:12
    note: add_tiles(a, b, ia, ib, idst)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ttc.diagnostics import CompileError, SourceSpan

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """
    One fault of an emitted directory; `str()` is the located text above.

    `line`, `column` count from 1, `width` is in characters; `author` is `kernel.py:LINE` if the
    emitted file says so; `way_out` tells what to do and is empty if the message does.
    """

    severity: Severity
    file: str
    line: int
    column: int
    message: str
    way_out: str = ""
    author: str | None = None
    width: int = field(default=1, compare=False)

    def __str__(self) -> str:
        error = CompileError(
            self.message, SourceSpan(self.file, self.line, self.column, self.width)
        )
        if self.author is not None:
            error.note(f"made from {self.author}")
        if self.way_out:
            error.note(self.way_out)
        return self.severity + str(error).removeprefix("error")


def in_order(findings: list[Finding]) -> list[Finding]:
    """Findings by place, each once, errors of a file before its warnings."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.severity, f.file, f.line, f.column, f.message))
