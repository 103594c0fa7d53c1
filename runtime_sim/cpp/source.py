"""A kernel's text: places of nodes, located errors, and the author's lines in its comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NoReturn

from tree_sitter import Node

from ttc.runtime_sim.cpp.nodes import Place
from ttc.runtime_sim.errors import located

AUTHOR_LINE = re.compile(r"//\s*(\S+\.py:\d+)(?:\s|$)")


@dataclass(frozen=True)
class Source:
    """One C++ file: its path as errors print it, and its text."""

    file: str
    text: str
    author_lines: tuple[tuple[int, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        found = [
            (number, match[1])
            for number, line in enumerate(self.text.splitlines(), 1)
            if (match := AUTHOR_LINE.search(line))
        ]
        object.__setattr__(self, "author_lines", tuple(found))

    def author(self, line: int) -> str | None:
        """`kernel.py:LINE` that `line` was made from: the nearest such comment not below it."""
        position = bisect_right(self.author_lines, line, key=lambda entry: entry[0])
        return self.author_lines[position - 1][1] if position else None

    def fail(self, place: Place, message: str) -> NoReturn:
        raise located(message, self.file, place.line, place.column, place.width)


def place_of(node: Node) -> Place:
    """Where `node` starts, and its width up to the end of that line."""
    (line, column), (last, end) = node.start_point, node.end_point
    if last == line:
        return Place(line + 1, column + 1, max(1, end - column))
    first_line = text_of(node).split("\n", 1)[0]
    return Place(line + 1, column + 1, max(1, len(first_line.rstrip())))


def text_of(node: Node) -> str:
    return node.text.decode() if node.text is not None else ""
