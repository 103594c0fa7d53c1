"""
Where the author's code stands right now, and whether it is being lowered.

Both sides of a kernel file use it: the body, which the front end walks, and the code around
it, which Python runs.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Protocol

from ttc.diagnostics import CompileError, SourceSpan

if TYPE_CHECKING:
    from ttc.language.table import Construct


class Lowering(Protocol):
    """What a `T.` name, or an operator on a kernel's value, asks of the front end."""

    @property
    def span(self) -> SourceSpan:
        """The expression or statement that is being lowered."""
        ...

    def call(self, construct: Construct, arguments: Mapping[str, object]) -> object:
        """Lowers a call whose arguments were bound to the signature."""
        ...

    def binary(self, operator: str, lhs: object, rhs: object) -> object: ...

    def unary(self, operator: str, operand: object) -> object: ...


_active: ContextVar[Lowering | None] = ContextVar("ttc_lowering", default=None)


def active() -> Lowering | None:
    """Returns the lowering that is running, None where Python itself runs the file."""
    return _active.get()


@contextmanager
def activated(lowering: Lowering) -> Generator[None]:
    token = _active.set(lowering)
    try:
        yield
    finally:
        _active.reset(token)


def here() -> SourceSpan | None:
    """Returns the author's place: in the body being lowered, else in the calling file."""
    lowering = _active.get()
    if lowering is not None:
        return lowering.span
    frame = author_frame()
    return None if frame is None else _span_of(frame)


def error(message: str) -> CompileError:
    """Makes an error at the author's place, for the caller to raise."""
    return CompileError(message, here())


def author_frame() -> FrameType | None:
    """Returns the innermost frame that is neither ttc's nor the import system's."""
    frame: FrameType | None = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in ("ttc", "importlib"):
            return frame
        frame = frame.f_back
    return None


def _span_of(frame: FrameType) -> SourceSpan:
    line, end_line, column, end_column = _positions(frame.f_code, frame.f_lasti)
    line = line or frame.f_lineno
    if column is None or end_column is None:
        return SourceSpan(frame.f_code.co_filename, line, 1)
    # A construct of several lines is marked at its start; the excerpt cuts at the line's end.
    width = end_column - column if line == end_line else 1
    return SourceSpan(frame.f_code.co_filename, line, column + 1, width)


def _positions(
    code: CodeType, instruction: int
) -> tuple[int | None, int | None, int | None, int | None]:
    positions = list(code.co_positions())
    return positions[instruction // 2] if instruction >= 0 else (None, None, None, None)
