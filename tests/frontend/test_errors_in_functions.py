"""What a function may not say around its grid: the whole message, its place and the way out."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import PrimFunc

from .refusals import Refusals, check

IN_FUNCTION: Refusals = {
    "grid of zero": (
        "with T.Kernel(ROWS // 256, 2) as (bx, by): pass",
        "T.Kernel(ROWS // 256, 2)",
        "T.Kernel: an extent is at least 1, not 0",
        ["the extents are (0, 2): // rounds down, T.ceildiv up"],
    ),
    "four extents": (
        "with T.Kernel(1, 2, 3, 4) as b: pass",
        "T.Kernel(1, 2, 3, 4)",
        "T.Kernel takes 1 to 3 extents, 4 are given",
        [],
    ),
    "threads": (
        "with T.Kernel(1, threads=0) as b: pass",
        "T.Kernel(1, threads=0)",
        "T.Kernel: threads is a positive int, not 0",
        [],
    ),
    "prelude": (
        "with T.Kernel(1, prelude='#include') as b: pass",
        "T.Kernel(1, prelude='#include')",
        "T.Kernel(prelude=...) injects CUDA source, which cannot run here",
        ["remove it"],
    ),
    "names of the grid": (
        "with T.Kernel(1, 2) as (bx, by, bz): pass",
        "(bx, by, bz)",
        "T.Kernel has 2 variables, 3 names given",
        ["one for each extent"],
    ),
    "outside the grid": (
        "s = T.alloc_shared((32, 32), 'bfloat16')",
        "T.alloc_shared((32, 32), 'bfloat16')",
        "T.alloc_shared outside T.Kernel",
        ["open the grid first: `with T.Kernel(...) as (bx, by):`"],
    ),
    "a result": (
        "return A",
        "return A",
        "a kernel returns nothing",
        ["write into a tensor parameter"],
    ),
}


@pytest.mark.parametrize("name", IN_FUNCTION)
def test_in_the_function(body_of: Callable[[str], PrimFunc], name: str):
    statement, marked, message, notes = IN_FUNCTION[name]
    check(body_of(statement), marked, message, *notes)


def test_no_grid(body_of: Callable[[str], PrimFunc]):
    with pytest.raises(CompileError, match=r"'kernel' opens no T\.Kernel"):
        lower(body_of("pass"))
