"""Errors of a simulated run: located in the emitted file, with a note at the author's line."""

from __future__ import annotations

from ttc.diagnostics import CompileError, SourceSpan


class SimulationError(CompileError):
    """The emitted program, or what it does on the machine, is wrong."""


class MachineError(Exception):
    """Raised by the machine, which knows no files; whoever runs the kernel adds the place."""


def located(message: str, file: str, line: int, column: int = 1, width: int = 1) -> SimulationError:
    """A `SimulationError` at a 1-based line and column of `file`."""
    return SimulationError(message, SourceSpan(file, line, column, width))
