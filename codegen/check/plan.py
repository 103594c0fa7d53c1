"""plan.json as typed data: the part of it that the kernels are compared with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from ttc.codegen.api import Role
from ttc.codegen.check.finding import Finding, Severity
from ttc.codegen.check.locate import locate

INTERLEAVED_WORDS = 2
"""Words of a TensorAccessorArgs of an interleaved tensor (metalium tensor_accessor_args.h)."""


@dataclass(frozen=True)
class Buffer:
    """A circular buffer: `pages` of `page_bytes`, handed over `block` pages at a time."""

    name: str
    id: int
    dtype: str
    page_bytes: int
    pages: int
    block: int
    producer: Role
    consumer: Role


@dataclass(frozen=True)
class Kernel:
    """A kernel's arguments: words of compile-time ones, (kind, name) of runtime ones."""

    role: Role
    file: str
    compile_time: tuple[tuple[str, str, int], ...]
    runtime: tuple[tuple[str, str], ...]

    @cached_property
    def words(self) -> tuple[tuple[str, str, int], ...]:
        """(kind, name, value) of each compile-time word; an accessor's later words are `-`."""
        words: list[tuple[str, str, int]] = []
        for kind, name, value in self.compile_time:
            words.append((kind, name, value))
            if kind == "accessor":
                words += [("-", name, 0)] * (INTERLEAVED_WORDS - 1)
        return tuple(words)


@dataclass(frozen=True)
class Program:
    """One launch of a plan: the `index`-th row of its `programs`."""

    plan: Plan
    index: int

    @property
    def data(self) -> dict[str, Any]:
        return self.plan.data["programs"][self.index]

    @property
    def tensors(self) -> list[dict[str, Any]]:
        """The tensors of all launches."""
        return self.plan.data["tensors"]

    @cached_property
    def buffers(self) -> dict[int, Buffer]:
        """Circular buffers by id."""
        keys = Buffer.__dataclass_fields__
        rows = ({k: v for k, v in cb.items() if k in keys} for cb in self.data["circular_buffers"])
        return {row["id"]: Buffer(**row) for row in rows}

    @cached_property
    def kernels(self) -> dict[Role, Kernel]:
        """Kernels by role."""
        return {
            row["role"]: Kernel(
                row["role"],
                row["file"],
                tuple((a["kind"], a["name"], a.get("value", 0)) for a in row["compile_time_args"]),
                tuple((a["kind"], a["name"]) for a in row["runtime_args"]),
            )
            for row in self.data["kernels"]
        }

    @cached_property
    def dst_tiles(self) -> int:
        """Tiles of a DST section (metalium ckernel_defs.h: 8; fp32 halves, full sync doubles)."""
        config = self.data["compute_config"]
        tiles = 4 if config["fp32_dest_acc_en"] else 8
        return tiles * 2 if config["dst_full_sync_en"] else tiles

    def finding(self, path: Sequence[str | int], message: str, way_out: str = "") -> Finding:
        """An error at the value that `path` leads to from the program's row."""
        return self.plan.finding(("programs", self.index, *path), message, way_out)


@dataclass(frozen=True)
class Plan:
    """A plan that obeys the schema; `data` is all of it, `text` the file's."""

    file: str
    text: str
    data: dict[str, Any]

    @cached_property
    def programs(self) -> tuple[Program, ...]:
        """The launches in order."""
        return tuple(Program(self, index) for index in range(len(self.data["programs"])))

    def finding(
        self,
        path: Sequence[str | int],
        message: str,
        way_out: str = "",
        severity: Severity = "error",
    ) -> Finding:
        """A finding at the value that `path` leads to."""
        line, column, width = locate(self.text, path)
        return Finding(severity, self.file, line, column, message, way_out, width=width)


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of plan.json that the package ships."""
    path = Path(__file__).parent.parent / "plan.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # 50 ms to import: only when a plan is checked

    whole = schema()
    return Draft202012Validator(_inlined(whole, whole["$defs"]))


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    """The schema with its references filled in: jsonschema spends half its time on them."""
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    pairs = cast("dict[str, Any]", node)
    if "$ref" in pairs:
        return _inlined(definitions[pairs["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(value, definitions) for key, value in pairs.items() if key != "$defs"}


def load(path: Path) -> tuple[Plan | None, list[Finding]]:
    """Reads plan.json; with findings instead of a plan if it is missing, no JSON, or invalid."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [Finding("error", file, 1, 1, "plan.json is missing")]
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = (file, error.lineno, error.colno)
        return None, [Finding("error", *where, f"plan.json is no JSON: {error.msg}")]
    plan = Plan(file, text, data)
    errors = sorted(_validator().iter_errors(data), key=lambda e: list(map(str, e.absolute_path)))
    if not errors:
        return plan, []
    return None, [plan.finding(list(e.absolute_path), f"{_spoken(e)}: {e.message}") for e in errors]


def _spoken(error: Any) -> str:
    """`circular_buffers[0].pages`: the value a schema error is about."""
    steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in error.absolute_path)
    return "".join(steps).removeprefix(".") or "plan.json"
