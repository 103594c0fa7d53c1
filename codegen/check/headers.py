"""Includes: each names a header that exists, is for this kernel, and comes in time."""

from __future__ import annotations

from ttc.codegen.api import COMPUTE_HEADER, DATAFLOW_HEADER
from ttc.codegen.api_names import (
    BRINGS,
    NEEDS_BEFORE,
    REPLACED_HEADERS,
    STANDARD_HEADERS,
    known_headers,
)
from ttc.codegen.check.context import Context
from ttc.runtime_sim.cpp import nodes as n


def check_headers(context: Context) -> None:
    """Every include names a header that exists, and the first one of its side is there."""
    seen: set[str] = set()
    for include in context.unit.includes:
        path = include.path
        old = next(
            (o for o in REPLACED_HEADERS if path == o or (o[-1] == "/" and path.startswith(o))),
            None,
        )
        if old is not None:
            now = path.replace(old, REPLACED_HEADERS[old], 1)
            context.report(
                include.place, f"the SDK has no header '{path}' any more", f"it is now {now}"
            )
        elif path not in STANDARD_HEADERS and path not in known_headers():
            context.report(include.place, f"no kernel header is called '{path}'")
        elif path.startswith("api/dataflow/" if context.role == "compute" else "api/compute/"):
            context.report(include.place, f"'{path}' is not for the {context.title}")
        before = NEEDS_BEFORE.get(path)
        if before is not None and before not in seen:
            context.report(
                include.place, f"'{path}' does not compile by itself", f"include {before} before it"
            )
        seen.add(path)
    side = COMPUTE_HEADER if context.role == "compute" else DATAFLOW_HEADER
    if side not in included_by(list(seen)):
        context.report(n.Place(1, 1), f"the {context.title} does not include {side}")


def included_by(paths: list[str]) -> frozenset[str]:
    """The headers of the table that a kernel gets by including `paths`."""
    found: set[str] = set()
    while paths:
        path = paths.pop()
        if path not in found:
            found.add(path)
            paths += BRINGS.get(path, ())
    return frozenset(found)
