"""One call by itself: is the name known here, do the arguments fit, is the header included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ttc.codegen.api import COMPUTE_HEADER, DATAFLOW_HEADER, Function, Param, overloads
from ttc.codegen.api_names import BRINGS, REPLACED
from ttc.codegen.check.arguments import ArgumentReader
from ttc.codegen.check.context import Call, Context, spoken_role
from ttc.codegen.check.kinds import misfit
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import (
    Accessor,
    Args,
    Number,
    Object,
    Other,
    Value,
    number,
    template_text,
)
from ttc.runtime_sim.cpp import nodes as n

CLASSES: dict[type, str] = {Args: "TensorAccessorArgs", Accessor: "TensorAccessor"}


@dataclass
class CallReader:
    """Chooses the overload of each call and reports what is wrong with the call alone."""

    context: Context
    arguments: ArgumentReader = field(init=False)
    included: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.arguments = ArgumentReader(self.context)
        self.included = _closure([include.path for include in self.context.unit.includes])

    def read(
        self,
        name: str,
        node: n.Call,
        target: Value | None,
        args: Sequence[Value],
        templates: Sequence[Value],
    ) -> tuple[Call | None, Value]:
        """The call as checkers want it (None if there is no such function), and its result."""
        unknown = Number(self.context.symbols.unknown(node.place))
        if target is not None:
            owner = target.type if isinstance(target, Object) else CLASSES.get(type(target), "")
            if not owner:
                return None, unknown
            name = f"{owner}.{name}"
        rows = overloads(name, self.context.role)
        if not rows:
            self._unknown(name, node)
            return None, unknown
        row = self._fitting(rows, node, len(args), len(templates))
        if row is None:
            return None, unknown
        self._row(row, node)
        self._arguments(row, node, args, templates)
        buffer = target.cb.poly.constant if isinstance(target, Object) and target.cb else None
        call = Call(
            row,
            node.place,
            {param.name: value for param, value in zip(row.params, args, strict=False)},
            _texts(row.templates, templates),
            buffer,
        )
        return call, self._result(call, node, templates, target) or unknown

    def _unknown(self, name: str, node: n.Call) -> None:
        """A name that this kernel cannot call: of another kernel's side, old, or misspelt."""
        role = self.context.role
        elsewhere = overloads(name)
        if elsewhere:
            roles = dict.fromkeys(role for row in elsewhere for role in row.roles)
            where = " and the ".join(spoken_role(role) for role in roles)
            message = f"'{name}' is for the {where}, this is the {self.context.title}"
            self.context.report(node.place, message)
        elif name in REPLACED:
            message = f"the SDK has no '{name}' any more"
            self.context.report(node.place, message, f"it now has {REPLACED[name]}")
        else:
            self.context.report(
                node.place, f"the SDK has no function '{name}'", _nearest(name, role)
            )

    def _fitting(
        self, rows: Sequence[Function], node: n.Call, args: int, templates: int
    ) -> Function | None:
        for row in rows:
            if _fits(row.params, args) and _fits(row.templates, templates):
                return row
        row = rows[0]
        if any(_fits(r.params, args) for r in rows):
            given, wanted, what = templates, _arity(rows, "templates"), "template argument"
        else:
            given, wanted, what = args, _arity(rows, "params"), "argument"
        message = f"'{row.name}' takes {wanted} {what}{'' if wanted == '1' else 's'}, {given} given"
        self.context.report(node.place, message, _spoken(rows))
        return None

    def _row(self, row: Function, node: n.Call) -> None:
        """Findings about the function as such."""
        if row.replaced:
            way_out = f"use {row.replaced}"
            self.context.report(node.place, f"'{row.name}' is deprecated", way_out, "warning")
        if row.header not in self.included and "." not in row.name:
            self.included |= {row.header}
            message = f"'{row.name}' is used without its header"
            way_out = f'add #include "{row.header}"'
            self.context.report(node.place, message, way_out)

    def _arguments(
        self, row: Function, node: n.Call, args: Sequence[Value], templates: Sequence[Value]
    ) -> None:
        places = [arg.place for arg in node.args]
        for i, (param, value, place) in enumerate(zip(row.params, args, places, strict=False), 1):
            wrong = misfit(param, value, self.context)
            if wrong:
                message = f"argument {i} of '{row.name}' is {param_text(param)}: {wrong}"
                self.context.report(place, message, _spoken([row]), rule=f"{row.name}{i}")
        for i, (param, value) in enumerate(zip(row.templates, templates, strict=False), 1):
            wrong = misfit(param, value, self.context)
            if wrong and not isinstance(value, Other):
                message = f"template argument {i} of '{row.name}' is {param_text(param)}: {wrong}"
                self.context.report(node.place, message, rule=f"{row.name}<{i}")

    def _result(
        self, call: Call, node: n.Call, templates: Sequence[Value], target: Value | None
    ) -> Value | None:
        special = self.arguments.result(call, node, templates, target)
        if special is not None:
            return special
        match call.name, call.cb:
            case (
                "get_write_ptr" | "DataflowBuffer.get_write_ptr" | "CircularBuffer.get_write_ptr",
                int(cb),
            ):
                return Number(Poly.symbol(f"write_ptr({cb})"))
            case (
                "get_read_ptr" | "DataflowBuffer.get_read_ptr" | "CircularBuffer.get_read_ptr",
                int(cb),
            ):
                return Number(Poly.symbol(f"read_ptr({cb})"))
            case (
                "get_tile_size" | "DataflowBuffer.get_tile_size" | "CircularBuffer.get_tile_size",
                int(cb),
            ):
                buffer = self.context.buffer(cb)
                return number(buffer.page_bytes) if buffer else None
            case "Noc" | "DataflowBuffer" | "CircularBuffer", _:
                cb = call.values.get("cb")
                return Object(call.name, cb if isinstance(cb, Number) else None)
            case _:
                kind = "noc" if call.row.result in ("noc", "mcast") else "int"
                return Number(self.context.symbols.unknown(node.place), kind)  # fmt: skip


def check_headers(context: Context) -> None:
    """Every include names a header that exists, and the first one of its side is there."""
    from ttc.codegen.api_names import (
        NEEDS_BEFORE,
        REPLACED_HEADERS,
        STANDARD_HEADERS,
        known_headers,
    )

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
    if side not in _closure(list(seen)):
        context.report(n.Place(1, 1), f"the {context.title} does not include {side}")


def param_text(param: Param) -> str:
    """`the number of pages 'n'`-like description of a parameter."""
    from ttc.codegen.api import KINDS

    return KINDS.get(param.kind, f"a {param.kind}")


def _closure(paths: list[str]) -> frozenset[str]:
    found: set[str] = set()
    while paths:
        path = paths.pop()
        if path not in found:
            found.add(path)
            paths += BRINGS.get(path, ())
    return frozenset(found)


def _fits(params: Sequence[Param], given: int) -> bool:
    least = sum(p.default is None and p.kind != "..." for p in params)
    return least <= given and (given <= len(params) or any(p.kind == "..." for p in params))


def _arity(rows: Sequence[Function], which: str) -> str:
    counts: set[int] = set()
    for row in rows:
        params: tuple[Param, ...] = row.templates if which == "templates" else row.params
        counts |= {sum(p.default is None for p in params), len(params)}
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low} to {high}"


def _spoken(rows: Sequence[Function]) -> str:
    """The declarations as a reader of the message wants them: names, optional ones bracketed."""
    return " or ".join(_declaration(row) for row in rows)


def _declaration(row: Function) -> str:
    def listed(params: tuple[Param, ...]) -> str:
        return ", ".join(p.name if p.default is None else f"[{p.name}]" for p in params)

    templates = f"<{listed(row.templates)}>" if row.templates else ""
    return f"{row.name}{templates}({listed(row.params)})"


def _texts(params: Sequence[Param], values: Sequence[Value]) -> dict[str, str]:
    """Template arguments by name, with the defaults of those that are not given."""
    texts: dict[str, str] = {}
    for i, param in enumerate(params):
        if i < len(values):
            texts[param.name] = template_text(values[i])
        elif param.default is not None:
            default = {"true": "1", "false": "0"}.get(param.default, param.default)
            texts[param.name] = (
                str(int(default, 0)) if default[0].isdigit() else texts.get(default, default)
            )
    return texts


def _nearest(name: str, role: str) -> str:
    from difflib import get_close_matches

    from ttc.codegen.api import functions

    names = [row.name for row in functions() if role in row.roles]
    close = get_close_matches(name, names, n=1, cutoff=0.75)
    return f"it has {close[0]}" if close else ""
