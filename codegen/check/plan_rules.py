"""What plan.json must say of itself, beyond its schema: sums, uniqueness, limits of the chip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

from ttc.codegen.check.context import spoken_role
from ttc.codegen.check.finding import Finding
from ttc.codegen.check.plan import Plan, Program
from ttc.dtypes import DTYPES, tiles
from ttc.targets import TARGETS, Target

Core = tuple[int, int]


def check_plan(plan: Plan, directory: Path) -> list[Finding]:
    """All findings about the plan alone; `directory` is where its kernels' files should be."""
    target = TARGETS[plan.data["target"]]
    findings = [*_tensors(plan), *_parameters(plan), *_copies(plan)]
    for program in plan.programs:
        findings += _buffers(program)
        findings += _l1(program, target)
        findings += _cores(program, target)
        findings += _work(program)
        findings += _kernels(program, directory)
    return findings


def _tensors(plan: Plan) -> Iterator[Finding]:
    for i, tensor in enumerate(plan.data["tensors"]):
        at, name = ("tensors", i), tensor["name"]
        yield from _layout(plan, at, tensor)
        if tensor["layout"] == "row_major":
            yield from _rows(plan, at, tensor)
            continue
        yield from _page(plan.finding, (*at, "page_bytes"), f"tensor '{name}'", tensor)
        shape: list[int] = tensor["device_shape"]
        rows, columns = [1, *shape][-2:]
        # Outer dimensions count matrices, each padded to the same grid of tiles.
        expected = tiles(rows) * tiles(columns)
        if prod(tensor["tile_grid"]) != expected:
            message = (
                f"a matrix of tensor '{name}' of shape {shape} has {expected} tiles,"
                f" its tile_grid {tensor['tile_grid']} has {prod(tensor['tile_grid'])}"
            )
            yield plan.finding((*at, "tile_grid"), message)


def _rows(plan: Plan, at: tuple[str | int, ...], tensor: dict[str, Any]) -> Iterator[Finding]:
    """A page is a row of the last dimension; the grid has one page for each row of a matrix."""
    name, (rows, columns) = tensor["name"], [1, *tensor["device_shape"]][-2:]
    row_bytes = columns * DTYPES[tensor["dtype"]].bits // 8
    if tensor["page_bytes"] != row_bytes:
        message = (
            f"tensor '{name}' has pages of {tensor['page_bytes']} bytes;"
            f" a row of {columns} {tensor['dtype']} has {row_bytes}"
        )
        yield plan.finding((*at, "page_bytes"), message)
    if tensor["tile_grid"] != [rows, 1]:
        message = (
            f"a matrix of tensor '{name}' has {rows} rows of one page,"
            f" its tile_grid is {tensor['tile_grid']}"
        )
        yield plan.finding((*at, "tile_grid"), message)


def _layout(plan: Plan, at: tuple[str | int, ...], tensor: dict[str, Any]) -> Iterator[Finding]:
    """The order names each dimension of the shape once; others are added, of extent 1."""
    name, order, shape = tensor["name"], tensor["order"], tensor["view"]
    if prod(shape) != prod(tensor["shape"]):
        message = f"tensor '{name}' of shape {tensor['shape']} has other elements as {shape}"
        yield plan.finding((*at, "view"), message)
    if sorted(n for n in order if n >= 0) != list(range(len(shape))):
        message = f"the order {order} of tensor '{name}' does not name its {len(shape)} dimensions"
        yield plan.finding((*at, "order"), message)
        return
    expected = [1 if n < 0 else shape[n] for n in order]
    if tensor["device_shape"] != expected:
        message = (
            f"tensor '{name}' of shape {shape} has the shape {expected} on the device,"
            f" in the order {order}, not {tensor['device_shape']}"
        )
        yield plan.finding((*at, "device_shape"), message)


def _parameters(plan: Plan) -> Iterator[Finding]:
    """Tensors and scalars are numbered together, in the order of the signature."""
    names: set[str] = set()
    places: dict[int, str] = {}
    both = [*plan.data["tensors"], *plan.data["scalars"]]
    for kind in ("tensors", "scalars"):
        for i, row in enumerate(plan.data[kind]):
            name, index = row["name"], row["index"]
            if name in names:
                yield plan.finding((kind, i, "name"), f"two parameters are called '{name}'")
            names.add(name)
            if row.get("role") == "copy":
                continue
            if index in places or index >= len(both):
                message = (
                    f"'{name}' has index {index}, as '{places[index]}' has"
                    if (index in places)
                    else f"'{name}' has index {index} of {len(both)} parameters"
                )
                yield plan.finding((kind, i, "index"), message)
            places.setdefault(index, name)


def _copies(plan: Plan) -> Iterator[Finding]:
    """A copy has the index of a tensor that is only read, and holds the same array."""
    own = {row["index"]: row for row in plan.data["tensors"] if row["role"] == "in"}
    for i, row in enumerate(plan.data["tensors"]):
        tensor = own.get(row["index"])
        if row["role"] != "copy":
            continue
        if tensor is None:
            message = f"'{row['name']}' is a copy of parameter {row['index']}, which is no input"
            yield plan.finding(("tensors", i, "index"), message)
        elif (tensor["shape"], tensor["dtype"]) != (row["shape"], row["dtype"]):
            message = (
                f"'{row['name']}' is a copy of '{tensor['name']}', and has another shape or type"
            )
            yield plan.finding(("tensors", i, "shape"), message)


Report = Callable[[Sequence[str | int], str], Finding]
"""Makes a finding at a path into plan.json."""


def _page(
    report: Report, at: tuple[str | int, ...], what: str, row: dict[str, Any]
) -> Iterator[Finding]:
    dtype = DTYPES.get(row["dtype"])
    if dtype is not None and row["page_bytes"] != dtype.tile_bytes:
        message = (
            f"{what} has pages of {row['page_bytes']} bytes;"
            f" a tile of {dtype.name} has {dtype.tile_bytes}"
        )
        yield report(at, message)


def _buffers(program: Program) -> Iterator[Finding]:
    ids: dict[int, str] = {}
    names: set[str] = set()
    for i, row in enumerate(program.data["circular_buffers"]):
        at, name = ("circular_buffers", i), row["name"]
        if row["id"] in ids:
            message = f"circular buffers '{ids[row['id']]}' and '{name}' both have id {row['id']}"
            yield program.finding((*at, "id"), message)
        if name in names:
            yield program.finding((*at, "name"), f"two circular buffers are called '{name}'")
        ids[row["id"]] = name
        names.add(name)
        yield from _page(program.finding, (*at, "page_bytes"), f"circular buffer '{name}'", row)
        if row["pages"] % row["block"]:
            message = (
                f"circular buffer '{name}' has {row['pages']} pages,"
                f" no multiple of its block of {row['block']}"
            )
            way_out = "a block must not run past the end of the buffer: give it whole blocks"
            yield program.finding((*at, "pages"), message, way_out)


def _l1(program: Program, target: Target) -> Iterator[Finding]:
    limits = program.data["l1"]
    used = sum(row["pages"] * row["page_bytes"] for row in program.data["circular_buffers"])
    if limits["used_bytes"] != used:
        message = f"the circular buffers take {used} bytes of L1, not {limits['used_bytes']}"
        yield program.finding(("l1", "used_bytes"), message)
    if used > limits["available_bytes"]:
        message = (
            f"the circular buffers take {used} bytes of L1; {limits['available_bytes']} are there"
        )
        yield program.finding(("l1", "available_bytes"), message)
    if limits["available_bytes"] > target.l1_cb_bytes:
        message = (
            f"a {target.name} core has {target.l1_cb_bytes} bytes of L1 for circular buffers,"
            f" not {limits['available_bytes']}"
        )
        yield program.finding(("l1", "available_bytes"), message)


def _cores(program: Program, target: Target) -> Iterator[Finding]:
    seen: set[Core] = set()
    for i, box in enumerate(program.data["cores"]["ranges"]):
        x0, y0, x1, y1 = box
        width, height = target.grid
        if x0 > x1 or y0 > y1:
            yield program.finding(("cores", "ranges", i), f"core range {box} is empty")
        if x1 >= width or y1 >= height:
            message = f"core range {box} leaves the {width}x{height} grid of {target.name}"
            yield program.finding(("cores", "ranges", i), message)
            continue
        cores = {(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)}
        if seen & cores:
            message = f"core range {box} overlaps an earlier one"
            yield program.finding(("cores", "ranges", i), message)
        seen |= cores
    if len(seen) != program.data["cores"]["count"]:
        message = f"the core ranges hold {len(seen)} cores, not {program.data['cores']['count']}"
        yield program.finding(("cores", "count"), message)
    rows: set[Core] = set()
    for i, row in enumerate(program.data["work"]):
        core: Core = (row["core"][0], row["core"][1])
        if core not in seen:
            yield program.finding(("work", i, "core"), f"core {core} has work but no kernel")
        if core in rows:
            yield program.finding(("work", i, "core"), f"core {core} has two rows of work")
        rows.add(core)
    for core in sorted(seen - rows):
        message = f"core {core} runs the kernels but has no row of work"
        yield program.finding(("work",), message)


def _work(program: Program) -> Iterator[Finding]:
    """Contiguous shares cover every work item of the grid once."""
    if program.data["schedule"]["work"] != "contiguous":
        return
    total = prod(program.data["grid"])
    shares = sorted(
        (r["start"], r["start"] + r["count"]) for r in program.data["work"] if r["count"]
    )
    edges = [(0, 0), *shares, (total, total)]
    for (_, end), (start, _) in pairwise(edges):
        if start == end:
            continue
        what = f"{end} to {start - 1} belong to no core" if start > end else (
            f"{start} to {end - 1} are done twice or do not exist"
        )  # fmt: skip
        yield program.finding(("work",), f"of the grid's {total} work items, {what}")


def _kernels(program: Program, directory: Path) -> Iterator[Finding]:
    buffers = {row["name"]: row["id"] for row in program.data["circular_buffers"]}
    tensors = {row["name"] for row in program.tensors}
    scalars = {row["name"]: row["dtype"] for row in program.plan.data["scalars"]}
    roles: set[str] = set()
    for i, kernel in enumerate(program.data["kernels"]):
        at, role = ("kernels", i), spoken_role(kernel["role"])
        if role in roles:
            yield program.finding(
                (*at, "role"), f"there are two kernels with role {kernel['role']}"
            )
        roles.add(role)
        if not (directory / kernel["file"]).is_file():
            yield program.finding((*at, "file"), f"{kernel['file']} is not in the directory")
        for j, arg in enumerate(kernel["compile_time_args"]):
            where, name = (*at, "compile_time_args", j), arg["name"]
            if arg["kind"] == "cb" and name not in buffers:
                message = f"the {role} takes circular buffer '{name}', which is not declared"
                yield program.finding((*where, "name"), message)
            elif arg["kind"] == "cb" and arg["value"] != buffers[name]:
                message = f"circular buffer '{name}' has id {buffers[name]}, not {arg['value']}"
                yield program.finding((*where, "value"), message)
            elif arg["kind"] == "accessor" and name not in tensors:
                message = f"the {role} takes an accessor of '{name}', which is no tensor"
                yield program.finding((*where, "name"), message)
        for j, arg in enumerate(kernel["runtime_args"]):
            where, name = (*at, "runtime_args", j, "name"), arg["name"]
            if arg["kind"] == "address" and arg["name"] not in tensors:
                message = f"the {role} takes the address of '{arg['name']}', which is no tensor"
                yield program.finding(where, message)
            elif arg["kind"] == "scalar" and scalars.get(name) != arg["dtype"]:
                message = f"the {role} takes '{name}', which is no scalar of type {arg['dtype']}"
                yield program.finding(where, message)
            elif arg["kind"] == "work" and arg["name"] not in ("start", "count"):
                message = f"the rows of work have no field '{arg['name']}'"
                yield program.finding(where, message)
