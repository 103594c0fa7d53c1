"""The table that `ttc compile` prints: what a kernel takes of the chip, read from plan.json."""

from __future__ import annotations

import json
import sys
from math import prod
from pathlib import Path
from typing import Any

from ttc.diagnostics import counted

Row = tuple[str, str]


def show(plan_text: str, folder: Path) -> None:
    """Prints the summary of one kernel: a framed table on a terminal, plain text elsewhere."""
    plan = json.loads(plan_text)
    title = f"{plan['kernel']} for {plan['target']} in {folder}"
    rows, notes = summary(plan), [str(note) for note in plan.get("notes", ())]
    if sys.stdout.isatty():
        _framed(title, rows, notes)
    else:
        print("\n".join([title, *_plain(rows), *(f"  note: {note}" for note in notes)]))


def summary(plan: dict[str, Any]) -> list[Row]:
    """Returns the rows: layouts and scalars, then those of each launch."""
    programs: list[dict[str, Any]] = plan["programs"]
    tensors: list[dict[str, Any]] = plan["tensors"]
    layouts = [_layout(row, tensors) for row in tensors if _is_laid_out(row)]
    scratch = [_scratch(row) for row in plan["tensors"] if row["role"] == "scratch"]
    scalars = [_scalar(row) for row in plan["scalars"]]
    rows = [
        *_titled("layout", layouts),
        *_titled("between launches", scratch),
        *_titled("scalars", [", ".join(scalars)] if scalars else []),
    ]
    for program in programs:
        if len(programs) > 1:
            rows.append(("program", program["name"]))
        rows += _launch(program)
    return rows


def _launch(program: dict[str, Any]) -> list[Row]:
    """Cores, work per core, circular buffers, L1 and DRAM of one launch."""
    l1 = program["l1"]
    return [
        ("cores", _cores(program)),
        ("work", _work(program)),
        *_titled("circular buffer", [_cb(cb) for cb in program["circular_buffers"]]),
        ("L1", f"{l1['used_bytes']:,} of {l1['available_bytes']:,} bytes on each core"),
        ("DRAM", _dram(program["dram"])),
    ]


def _dram(dram: dict[str, Any]) -> str:
    read, written = dram["read_bytes"], dram["write_bytes"]
    if read is not None and written is not None:
        return f"reads {read:,} and writes {written:,} bytes a run"
    if read is None and written is None:
        return "depends on the call"
    texts = ("as the call asks" if n is None else f"{n:,} bytes" for n in (read, written))
    return "reads {}, writes {} a run".format(*texts)


def _titled(title: str, texts: list[str]) -> list[Row]:
    """Rows of one kind; the first has the title."""
    return [("" if n else title, text) for n, text in enumerate(texts)]


def _is_laid_out(tensor: dict[str, Any]) -> bool:
    """Whether a tensor's elements are in another order on the device, or for a reason to tell."""
    rank = len(tensor["view"])
    plain = [*[-1] * (len(tensor["order"]) - rank), *range(rank)]
    return tensor["order"] != plain or bool(tensor["why"]) or tensor["view"] != tensor["shape"]


def _layout(tensor: dict[str, Any], tensors: list[dict[str, Any]]) -> str:
    """How a tensor lies; what a copy of one costs."""
    name = tensor["name"]
    if tensor["role"] == "copy":
        size = prod([*tensor["device_shape"][:-2], *tensor["tile_grid"]]) * tensor["page_bytes"]
        (author, *_) = (row["name"] for row in tensors if row["index"] == tensor["index"])
        name += f", a copy of {author} ({size:,} bytes more to upload),"
    if tensor["layout"] == "row_major":
        rows = "x".join(map(str, tensor["device_shape"][:-1]))
        rows += f" rows of {tensor['device_shape'][-1]}"
        return f"{name} as {rows}: {tensor['why']}"
    shape = "x".join(map(str, tensor["device_shape"]))
    order = ", ".join("added" if n < 0 else str(n) for n in tensor["order"])
    why = f": {tensor['why']}" if tensor["why"] else ""
    of = f" of {'x'.join(map(str, tensor['view']))}" if tensor["view"] != tensor["shape"] else ""
    return f"{name} as {shape} (dimensions {order}{of}){why}"


def _scratch(tensor: dict[str, Any]) -> str:
    shape = "x".join(map(str, tensor["shape"]))
    return f"{tensor['name']}: {tensor['dtype']} {shape}, allocated by the host"


def _scalar(scalar: dict[str, Any]) -> str:
    default = "" if scalar["default"] is None else f" = {scalar['default']}"
    return f"{scalar['name']}: {scalar['dtype']}{default}"


def _cores(program: dict[str, Any]) -> str:
    ranges = ", ".join(f"({x0},{y0})-({x1},{y1})" for x0, y0, x1, y1 in program["cores"]["ranges"])
    return f"{program['cores']['count']}: {ranges}"


def _work(program: dict[str, Any]) -> str:
    """Groups cores by how many blocks of the grid they take, in the words of a person."""
    counts = [int(item["count"]) for item in program["work"]]
    blocks = sum(counts)
    groups = [
        f"{count} on {_cores_of(counts.count(count))}"
        for count in sorted(set(counts), reverse=True)
    ]
    each = f"{counts[0]} on each core" if len(groups) == 1 else ", ".join(groups)
    return f"{counted(blocks, 'block')}: {each}"


def _cores_of(number: int) -> str:
    return "one core" if number == 1 else f"{number} cores"


def _cb(cb: dict[str, Any]) -> str:
    size = cb["pages"] * cb["page_bytes"]
    return (
        f"{cb['id']:>2} {cb['name']}: {cb['pages']} pages of {cb['page_bytes']} = {size:,} bytes, "
        f"{cb['dtype']}, {cb['producer']} to {cb['consumer']}"
    )


def _plain(rows: list[Row]) -> list[str]:
    width = max(len(label) for label, _ in rows)
    return [f"  {label:<{width}}  {text}" for label, text in rows]


def _framed(title: str, rows: list[Row], notes: list[str]) -> None:
    # rich takes 50 ms to import, which a pipe need not pay.
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), title_justify="left", show_header=False)
    for label, text in rows:
        table.add_row(label, escape(text))
    for note in notes:
        table.add_row("note", escape(note))
    Console().print(table)
