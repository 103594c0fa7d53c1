"""What T.Parallel may not say: the whole message, its place and the way out."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import PrimFunc

from .refusals import A_BUFFER, DECIDED, GRID, Refusals, check, excerpt

IN_PARALLEL: Refusals = {
    "copy": (
        "T.copy(A[0, 0], s)",
        "T.copy(A[0, 0], s)",
        "T.copy inside T.Parallel",
        ["the body of T.Parallel is element-wise: move this out of it"],
    ),
    "gather": (
        "s[i, j] = A[I[i, j], j]",
        "A[I[i, j], j]",
        "an index that depends on data (gather, scatter) is not supported",
        [DECIDED],
    ),
    "integer quotient": (
        "s[i, j] = I[i, j] / 2",
        "I[i, j] / 2",
        "the quotient of two integers has to be rounded",
        ["write //"],
    ),
    "variable of all": (
        "v[0] = v[0] + 1",
        "v[0] = v[0] + 1",
        "iterations of T.Parallel meet in 'v': each reads what another wrote",
        ["reduce over a buffer with T.reduce_sum or T.reduce_max"],
    ),
    "long loop": (
        "for n in T.serial(65): s[i, j] = n",
        "T.serial(65)",
        "a loop inside T.Parallel of more than 64 or of unknown iterations is not supported yet",
        ["put the T.Parallel inside the loop"],
    ),
    "race of writes": (
        "s[i, 0] = 1",
        "s[i, 0] = 1",
        "64 iterations over 'j' write the same element of 's'",
        [
            "index it with 'j', or reduce over 'j': T.reduce_sum, T.reduce_max, "
            "or T.reducer_update in this loop"
        ],
    ),
    "outside": (
        "s[i, j] = s[i + 1, j]",
        "s[i, j] = s[i + 1, j]",
        "index 32 is outside 's': dimension 0 has 32 elements",
        [],
    ),
    "slice": (
        "s[i, j] = A[i, 0:2]",
        "s[i, j] = A[i, 0:2]",
        "a slice of 'A' is not one element",
        ["index every dimension, or move blocks with T.copy"],
    ),
    "buffer": (
        "s[i, j] = s",
        "s[i, j] = s",
        "'s' is a whole buffer, not a number",
        ["move blocks with T.copy"],
    ),
    "python function": (
        "s[i, j] = float(I[i, j])",
        "float(I[i, j])",
        "float() of a part of a buffer is not supported in a kernel",
        ["T.cast converts between dtypes"],
    ),
    "function of Python's": (
        "s[i, j] = math.exp(A[i, j])",
        "math.exp(A[i, j])",
        "exp() of a part of a buffer is not supported in a kernel",
        ["write T.exp(x)"],
    ),
    "four variables": (
        "for k, n in T.Parallel(2, 2): s[i, j] = 0",
        "T.Parallel(2, 2)",
        "this T.Parallel cannot be joined with the one around it",
        ["write one T.Parallel over all variables; it has at most three"],
    ),
    "a name of the loop around": (
        "bx = I[i, j]",
        "bx",
        "'bx' is set in T.Kernel and changed in T.Parallel",
        [
            "a name keeps its value over all iterations and blocks: "
            "use another name, T.alloc_var, or a fragment"
        ],
    ),
}


@pytest.mark.parametrize("name", IN_PARALLEL)
def test_in_parallel(body_of: Callable[[str], PrimFunc], name: str):
    statement, marked, message, notes = IN_PARALLEL[name]
    kernel = body_of(
        f"{GRID}\n    {A_BUFFER}\n    v = T.alloc_local((1,), 'int32')\n"
        f"    for i, j in T.Parallel(32, 64):\n        {statement}"
    )
    check(kernel, marked, message, *notes)


def test_a_race_names_both_places(body_of: Callable[[str], PrimFunc]):
    kernel = body_of(f"""
{GRID}
    {A_BUFFER}
    for i, j in T.Parallel(16, 64):
        s[i, j] = s[16 + i, j]
        s[i, j] += s[j // 4, i]
""")
    with pytest.raises(CompileError) as caught:
        lower(kernel)
    assert str(caught.value).splitlines() == [
        "error: iterations of T.Parallel meet in 's': one writes an element here",
        *excerpt("s[i, j] = s[16 + i, j]"),
        "note: that another reads here",
        *excerpt("s[i, j] += s[j // 4, i]"),
        "note: write to a second buffer, or use two T.Parallel loops",
    ]
