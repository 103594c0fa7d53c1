"""One call by itself: is the name known here, do the arguments fit, is the header included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ttc.codegen.api import KINDS, Function, Param, functions, overloads
from ttc.codegen.api_names import REPLACED
from ttc.codegen.check.arguments import ArgumentReader
from ttc.codegen.check.context import Call, Context, spoken_role
from ttc.codegen.check.headers import included_by
from ttc.codegen.check.kinds import misfit
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import (
    Accessor,
    Args,
    Number,
    Object,
    Value,
    number,
    template_text,
)
from ttc.runtime_sim.cpp import nodes as n

TRANSFERS = ("read", "write", "math", "pack", "alone")
"""Effects that count even if an argument is missing, so that one fault is one finding."""

CLASSES: dict[type, str] = {Args: "TensorAccessorArgs", Accessor: "TensorAccessor"}


@dataclass
class CallReader:
    """Chooses the overload of each call and reports what is wrong with the call alone."""

    context: Context
    arguments: ArgumentReader = field(init=False)
    included: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.arguments = ArgumentReader(self.context)
        self.included = included_by([include.path for include in self.context.unit.includes])

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
        if row is None and rows[0].effect not in TRANSFERS:
            return None, unknown
        row = row or rows[0]
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
            if wrong:
                message = f"template argument {i} of '{row.name}' is {param_text(param)}: {wrong}"
                self.context.report(node.place, message, rule=f"{row.name}<{i}")

    def _result(
        self, call: Call, node: n.Call, templates: Sequence[Value], target: Value | None
    ) -> Value | None:
        special = self.arguments.result(call, node, templates, target)
        if special is not None:
            return special
        match call.name.rpartition(".")[2], call.cb:
            case "get_write_ptr" | "get_read_ptr" as name, int(cb):
                return Number(Poly.symbol(f"{name.removeprefix('get_')}({cb})"))
            case "get_tile_size", int(cb):
                buffer = self.context.buffer(cb)
                return number(buffer.page_bytes) if buffer else None
            case "Noc" | "DataflowBuffer" | "CircularBuffer", _:
                cb = call.values.get("cb")
                return Object(call.name, cb if isinstance(cb, Number) else None)
            case _:
                kind = "noc" if call.row.result in ("noc", "mcast") else "int"
                return Number(self.context.symbols.unknown(node.place), kind)


def param_text(param: Param) -> str:
    """What the parameter is, in words."""
    return KINDS.get(param.kind, f"a {param.kind}")


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
    from difflib import get_close_matches  # only for a message

    names = [row.name for row in functions() if role in row.roles]
    close = get_close_matches(name, names, n=1, cutoff=0.75)
    return f"it has {close[0]}" if close else ""
