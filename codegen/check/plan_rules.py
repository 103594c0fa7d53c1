"""What plan.json must say of itself, beyond its schema: sums, uniqueness, limits of the chip."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

from ttc.codegen.check.context import spoken_role
from ttc.codegen.check.finding import Finding
from ttc.codegen.check.plan import Plan
from ttc.dtypes import DTYPES, tiles
from ttc.targets import TARGETS, Target

Core = tuple[int, int]


def check_plan(plan: Plan, directory: Path) -> list[Finding]:
    """All findings about the plan alone; `directory` is where its kernels' files should be."""
    target = TARGETS[plan.data["target"]]
    checks = (
        _tensors(plan),
        _buffers(plan),
        _l1(plan, target),
        _cores(plan, target),
        _work(plan),
        _kernels(plan, directory),
    )
    return [finding for check in checks for finding in check]


def _tensors(plan: Plan) -> Iterator[Finding]:
    names: set[str] = set()
    for i, tensor in enumerate(plan.data["tensors"]):
        at, name = ("tensors", i), tensor["name"]
        if name in names:
            yield plan.finding((*at, "name"), f"two tensors are called '{name}'")
        names.add(name)
        if tensor["index"] != i:
            message = f"tensor '{name}' has index {tensor['index']}, its place is {i}"
            yield plan.finding((*at, "index"), message)
        yield from _page(plan, (*at, "page_bytes"), f"tensor '{name}'", tensor)
        shape: list[int] = tensor["shape"]
        rows, columns = [1, *shape][-2:]
        # Outer dimensions count matrices, each padded to the same grid of tiles.
        expected = tiles(rows) * tiles(columns)
        if prod(tensor["tile_grid"]) != expected:
            message = (
                f"a matrix of tensor '{name}' of shape {shape} has {expected} tiles,"
                f" its tile_grid {tensor['tile_grid']} has {prod(tensor['tile_grid'])}"
            )
            yield plan.finding((*at, "tile_grid"), message)


def _page(
    plan: Plan, at: tuple[str | int, ...], what: str, row: dict[str, Any]
) -> Iterator[Finding]:
    dtype = DTYPES.get(row["dtype"])
    if dtype is not None and row["page_bytes"] != dtype.tile_bytes:
        message = (
            f"{what} has pages of {row['page_bytes']} bytes;"
            f" a tile of {dtype.name} has {dtype.tile_bytes}"
        )
        yield plan.finding(at, message)


def _buffers(plan: Plan) -> Iterator[Finding]:
    ids: dict[int, str] = {}
    names: set[str] = set()
    for i, row in enumerate(plan.data["circular_buffers"]):
        at, name = ("circular_buffers", i), row["name"]
        if row["id"] in ids:
            message = f"circular buffers '{ids[row['id']]}' and '{name}' both have id {row['id']}"
            yield plan.finding((*at, "id"), message)
        if name in names:
            yield plan.finding((*at, "name"), f"two circular buffers are called '{name}'")
        ids[row["id"]] = name
        names.add(name)
        yield from _page(plan, (*at, "page_bytes"), f"circular buffer '{name}'", row)
        if row["pages"] % row["block"]:
            message = (
                f"circular buffer '{name}' has {row['pages']} pages,"
                f" no multiple of its block of {row['block']}"
            )
            way_out = "a block must not run past the end of the buffer: give it whole blocks"
            yield plan.finding((*at, "pages"), message, way_out)


def _l1(plan: Plan, target: Target) -> Iterator[Finding]:
    limits = plan.data["l1"]
    used = sum(row["pages"] * row["page_bytes"] for row in plan.data["circular_buffers"])
    if limits["used_bytes"] != used:
        message = f"the circular buffers take {used} bytes of L1, not {limits['used_bytes']}"
        yield plan.finding(("l1", "used_bytes"), message)
    if used > limits["available_bytes"]:
        message = (
            f"the circular buffers take {used} bytes of L1; {limits['available_bytes']} are there"
        )
        yield plan.finding(("l1", "available_bytes"), message)
    if limits["available_bytes"] > target.l1_cb_bytes:
        message = (
            f"a {target.name} core has {target.l1_cb_bytes} bytes of L1 for circular buffers,"
            f" not {limits['available_bytes']}"
        )
        yield plan.finding(("l1", "available_bytes"), message)


def _cores(plan: Plan, target: Target) -> Iterator[Finding]:
    seen: set[Core] = set()
    for i, box in enumerate(plan.data["cores"]["ranges"]):
        x0, y0, x1, y1 = box
        width, height = target.grid
        if x0 > x1 or y0 > y1:
            yield plan.finding(("cores", "ranges", i), f"core range {box} is empty")
        if x1 >= width or y1 >= height:
            message = f"core range {box} leaves the {width}x{height} grid of {target.name}"
            yield plan.finding(("cores", "ranges", i), message)
            continue
        cores = {(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)}
        if seen & cores:
            message = f"core range {box} overlaps an earlier one"
            yield plan.finding(("cores", "ranges", i), message)
        seen |= cores
    if len(seen) != plan.data["cores"]["count"]:
        message = f"the core ranges hold {len(seen)} cores, not {plan.data['cores']['count']}"
        yield plan.finding(("cores", "count"), message)
    rows: set[Core] = set()
    for i, row in enumerate(plan.data["work"]):
        core: Core = (row["core"][0], row["core"][1])
        if core not in seen:
            yield plan.finding(("work", i, "core"), f"core {core} has work but no kernel")
        if core in rows:
            yield plan.finding(("work", i, "core"), f"core {core} has two rows of work")
        rows.add(core)
    for core in sorted(seen - rows):
        message = f"core {core} runs the kernels but has no row of work"
        yield plan.finding(("work",), message)


def _work(plan: Plan) -> Iterator[Finding]:
    """Contiguous shares cover every work item of the grid once."""
    if plan.data["schedule"]["work"] != "contiguous":
        return
    total = prod(plan.data["grid"])
    shares = sorted((r["start"], r["start"] + r["count"]) for r in plan.data["work"] if r["count"])
    edges = [(0, 0), *shares, (total, total)]
    for (_, end), (start, _) in pairwise(edges):
        if start == end:
            continue
        what = f"{end} to {start - 1} belong to no core" if start > end else (
            f"{start} to {end - 1} are done twice or do not exist"
        )  # fmt: skip
        yield plan.finding(("work",), f"of the grid's {total} work items, {what}")


def _kernels(plan: Plan, directory: Path) -> Iterator[Finding]:
    buffers = {row["name"]: row["id"] for row in plan.data["circular_buffers"]}
    tensors = {row["name"] for row in plan.data["tensors"]}
    roles: set[str] = set()
    for i, kernel in enumerate(plan.data["kernels"]):
        at, role = ("kernels", i), spoken_role(kernel["role"])
        if role in roles:
            yield plan.finding((*at, "role"), f"there are two kernels with role {kernel['role']}")
        roles.add(role)
        if not (directory / kernel["file"]).is_file():
            yield plan.finding((*at, "file"), f"{kernel['file']} is not in the directory")
        for j, arg in enumerate(kernel["compile_time_args"]):
            where, name = (*at, "compile_time_args", j), arg["name"]
            if arg["kind"] == "cb" and name not in buffers:
                message = f"the {role} takes circular buffer '{name}', which is not declared"
                yield plan.finding((*where, "name"), message)
            elif arg["kind"] == "cb" and arg["value"] != buffers[name]:
                message = f"circular buffer '{name}' has id {buffers[name]}, not {arg['value']}"
                yield plan.finding((*where, "value"), message)
            elif arg["kind"] == "accessor" and name not in tensors:
                message = f"the {role} takes an accessor of '{name}', which is no tensor"
                yield plan.finding((*where, "name"), message)
        for j, arg in enumerate(kernel["runtime_args"]):
            where = (*at, "runtime_args", j, "name")
            if arg["kind"] == "address" and arg["name"] not in tensors:
                message = f"the {role} takes the address of '{arg['name']}', which is no tensor"
                yield plan.finding(where, message)
            elif arg["kind"] == "work" and arg["name"] not in ("start", "count"):
                message = f"the rows of work have no field '{arg['name']}'"
                yield plan.finding(where, message)
