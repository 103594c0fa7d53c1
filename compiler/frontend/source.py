"""The text of a kernel: its syntax tree, and where in the file each node stands."""

from __future__ import annotations

import ast
import linecache
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType

from xdsl.dialects.builtin import FileLineColLoc, IntAttr, StringAttr

from ttc.diagnostics import CompileError, SourceSpan


@dataclass(eq=False)
class Source:
    """One file that is being lowered; `shown` is how emitted text names it."""

    file: str
    lines: Sequence[str]
    shown: StringAttr = field(init=False)
    _locations: dict[tuple[int, int], FileLineColLoc] = field(
        default_factory=dict[tuple[int, int], FileLineColLoc], init=False
    )

    def __post_init__(self) -> None:
        self.shown = StringAttr(shown_path(self.file))

    def column(self, line: int, byte: int) -> int:
        """Returns the column of a byte offset, from 1 and in characters."""
        text = self.lines[line - 1]
        return 1 + (byte if text.isascii() else len(text.encode()[:byte].decode()))

    def location(self, node: ast.AST) -> FileLineColLoc:
        line, byte = place(node)
        found = self._locations.get((line, byte))
        if found is None:
            found = FileLineColLoc(self.shown, IntAttr(line), IntAttr(self.column(line, byte)))
            self._locations[line, byte] = found
        return found

    def span(self, node: ast.AST) -> SourceSpan:
        """Returns the node's place; one of several lines is marked to the end of its first."""
        line, byte = place(node)
        start = self.column(line, byte)
        end_line: int = getattr(node, "end_lineno", line)
        if end_line == line:
            end = self.column(line, getattr(node, "end_col_offset", byte + 1))
        else:
            end = 1 + len(self.lines[line - 1].rstrip())
        return SourceSpan(self.file, line, start, max(1, end - start))


def place(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the byte offset at which a statement or expression starts."""
    return getattr(node, "lineno", 1), getattr(node, "col_offset", 0)


def shown_path(file: str) -> str:
    """Shortens a path so that emitted text is the same wherever the file's folder lies."""
    if not os.path.isabs(file) and not file.startswith(os.pardir):
        return os.path.normpath(file)
    relative = os.path.relpath(file)
    return os.path.basename(file) if relative.startswith(os.pardir) else relative


@lru_cache(maxsize=32)
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def source_of(func: FunctionType) -> tuple[Source, ast.FunctionDef]:
    """Finds the definition of a function in its file; CompileError if the text is not there."""
    code = func.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename)
    if lines:
        for node in ast.walk(_parse("".join(lines))):
            if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                if first == code.co_firstlineno:
                    return Source(code.co_filename, lines), node
    raise CompileError(
        f"the text of '{func.__name__}' is not in {code.co_filename}",
        SourceSpan(code.co_filename, code.co_firstlineno, 1),
    ).note("a kernel is read from its file: keep it in one that has not changed since import")
