"""Where a value stands in a JSON text: findings about plan.json point at the value itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\r\n]*")


def locate(text: str, path: Sequence[str | int]) -> tuple[int, int, int]:
    """
    Line, column (from 1) and width of the value that `path` leads to in a valid JSON text.

    A step that the text lacks (a missing key) ends the search: the place is its parent's.
    """
    start = _skip(text, 0)
    for step in path:
        found = _child(text, start, step)
        if found is None:
            break
        start = found
    _, end = JSONDecoder().raw_decode(text, start)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return line, column, max(1, len(text[start:end].split("\n", 1)[0]))


def _child(text: str, start: int, step: str | int) -> int | None:
    """The offset of one key's or index's value in the object or array at `start`."""
    decoder, position, index = JSONDecoder(), _skip(text, start + 1), 0
    while text[position] not in "]}":
        key: str | int = index
        if isinstance(step, str):
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        if key == step:
            return position
        _, position = decoder.raw_decode(text, position)
        position = _skip(text, position)
        if text[position] == ",":
            position = _skip(text, position + 1)
        index += 1
    return None


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()
