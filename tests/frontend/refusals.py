"""How the tests of refusals see a message: all of it, with its place in the kernel's file."""

from pathlib import Path

import pytest

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import PrimFunc

FILE = "k.py"
A_BUFFER = 's = T.alloc_shared((32, 64), "bfloat16")'
GRID = "with T.Kernel(4, 2) as (bx, by):"
DECIDED = "it is made of block and loop variables, scalar parameters and T.alloc_var"
Refusals = dict[str, tuple[str, str, str, list[str]]]
"""By name: a statement, the part of it that is marked, the message, its notes."""


def excerpt(marked: str) -> list[str]:
    """Finds `marked` in the last line that has it and draws it as an error does."""
    lines = Path(FILE).read_text().splitlines()
    number, line = [(n, text) for n, text in enumerate(lines, 1) if marked in text][-1]
    column = line.index(marked)
    gutter = " " * len(str(number))
    return [
        f"  --> {FILE}:{number}:{column + 1}",
        f"{gutter} |",
        f"{number} | {line}",
        f"{gutter} | {' ' * column}{'^' * len(marked)}",
    ]


def check(kernel: PrimFunc, marked: str, message: str, *notes: str) -> None:
    with pytest.raises(CompileError) as caught:
        lower(kernel)
    assert str(caught.value).splitlines() == [
        f"error: {message}",
        *excerpt(marked),
        *(f"note: {note}" for note in notes),
    ]
