"""
The SDK's kernel API (ttnn 0.81) as one table: names, headers, parameters, what each call does.

    overloads("add_tiles", "compute")[0].needs      # ("add_init", "binary_tiles_init:ELWADD")

Rows are in `api_compute`, `api_sfpu` and `api_dataflow`, other names in `api_names`; how a row is
written is in `api_rows`. Source of every row: the headers of the ttnn 0.81.1 wheel below
`tt_metal/hw/inc`; each was compiled against them for Wormhole and Blackhole.
"""

from __future__ import annotations

from functools import cache

from ttc.codegen.api_compute import COMPUTE_FUNCTIONS
from ttc.codegen.api_dataflow import DATAFLOW_FUNCTIONS
from ttc.codegen.api_rows import (
    COMPUTE,
    COMPUTE_HEADER,
    DATAFLOW,
    DATAFLOW_HEADER,
    KINDS,
    Effect,
    Function,
    Group,
    Param,
    Role,
)

__all__ = [
    "COMPUTE",
    "COMPUTE_HEADER",
    "DATAFLOW",
    "DATAFLOW_HEADER",
    "KINDS",
    "Effect",
    "Function",
    "Group",
    "Param",
    "Role",
    "functions",
    "overloads",
]


def functions() -> tuple[Function, ...]:
    """All rows, overloads and both sides' versions of a name as rows of their own."""
    return (*COMPUTE_FUNCTIONS, *DATAFLOW_FUNCTIONS)


@cache
def _by_name() -> dict[str, tuple[Function, ...]]:
    table: dict[str, tuple[Function, ...]] = {}
    for function in functions():
        table[function.name] = (*table.get(function.name, ()), function)
    return table


def overloads(name: str, role: Role | None = None) -> tuple[Function, ...]:
    """The rows called `name` that a kernel of `role` may call; of every role if None."""
    rows = _by_name().get(name, ())
    return rows if role is None else tuple(row for row in rows if role in row.roles)
