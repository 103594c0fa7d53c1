"""The table that `ttc compile` prints: what a kernel takes of the chip, read from plan.json."""

from __future__ import annotations

import json
import sys
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
    """Returns the rows: cores, work per core, circular buffers, L1 and DRAM."""
    l1, dram = plan["l1"], plan["dram"]
    rows = [
        ("cores", _cores(plan)),
        ("work", _work(plan)),
        *(("circular buffer" if not n else "", _cb(cb)) for n, cb in enumerate(_cbs(plan))),
        ("L1", f"{l1['used_bytes']:,} of {l1['available_bytes']:,} bytes on each core"),
        ("DRAM", f"reads {dram['read_bytes']:,} and writes {dram['write_bytes']:,} bytes a run"),
    ]
    return rows


def _cbs(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return plan["circular_buffers"]


def _cores(plan: dict[str, Any]) -> str:
    ranges = ", ".join(f"({x0},{y0})-({x1},{y1})" for x0, y0, x1, y1 in plan["cores"]["ranges"])
    return f"{plan['cores']['count']}: {ranges}"


def _work(plan: dict[str, Any]) -> str:
    """Groups cores by how many blocks of the grid they take, in the words of a person."""
    counts = [int(item["count"]) for item in plan["work"]]
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
