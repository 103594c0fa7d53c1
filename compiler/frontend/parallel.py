"""The promise of T.Parallel, checked: no iteration depends on another."""

from __future__ import annotations

from ttc.diagnostics import CompileError
from ttc.frontend import indices
from ttc.frontend.kernel import Access, ParallelBody
from ttc.frontend.values import Index


def check_races(body: ParallelBody) -> None:
    """Refuses a body in which two iterations meet at one element and one of them writes it."""
    for store in body.accesses:
        if not store.stores:
            continue
        _check_every_variable(body, store)
        for other in body.accesses:
            if other.part.buffer is store.part.buffer and not _apart_or_same(store, other):
                name = store.part.buffer.title
                done = "writes" if other.stores else "reads"
                raise (
                    CompileError(
                        f"iterations of T.Parallel meet in {name}: one writes an element here",
                        store.span,
                    )
                    .note(f"that another {done} here", other.span)
                    .note("write to a second buffer, or use two T.Parallel loops")
                )


def _check_every_variable(body: ParallelBody, store: Access) -> None:
    used = frozenset[object]().union(
        *(offset.variables for offset in store.part.offsets if isinstance(offset, Index))
    )
    for variable, (name, extent) in body.variables.items():
        if extent > 1 and variable not in used:
            raise CompileError(
                f"{extent} iterations over '{name}' write the same element of "
                f"{store.part.buffer.title}",
                store.span,
            ).note(
                f"index it with '{name}', or reduce over '{name}': T.reduce_sum, T.reduce_max, "
                "or T.reducer_update in this loop"
            )


def _apart_or_same(store: Access, other: Access) -> bool:
    """Tells whether two accesses are of one element in each iteration, or never of one."""
    if store.indices == other.indices:
        return True
    for a, b in zip(store.part.offsets, other.part.offsets, strict=True):
        low, high = indices.interval(a)
        low_b, high_b = indices.interval(b)
        if high < low_b or high_b < low:
            return True
    return False
