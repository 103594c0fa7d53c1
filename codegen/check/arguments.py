"""Compile-time and runtime arguments: what index means what, by the plan, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ttc.codegen.check.context import Call, Context
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import Accessor, Args, Kind, Number, Other, Value, number
from ttc.runtime_sim.cpp import nodes as n

WORD_TYPES = ("uint32_t", "int32_t", "float", "int", "bool")


@dataclass
class ArgumentReader:
    """Knows the kernel's words; remembers which were read."""

    context: Context
    used_words: set[int] = field(default_factory=set[int])
    used_args: set[int] = field(default_factory=set[int])

    def result(
        self, call: Call, node: n.Call, templates: Sequence[Value], target: Value | None
    ) -> Value | None:
        """The value of a call that reads an argument; None for any other call."""
        match call.name:
            case "get_compile_time_arg_val":
                return self._word(call, node)
            case "get_arg_val":
                return self._runtime(call, node, templates)
            case "TensorAccessorArgs":
                return self._accessor_args(node, templates)
            case "TensorAccessorArgs.next_compile_time_args_offset" if isinstance(target, Args):
                return number(target.end) if target.end is not None else None
            case "TensorAccessor":
                return self._accessor(call, node)
            case "TensorAccessor.get_aligned_page_size" if isinstance(target, Accessor):
                rows = self.context.program.tensors
                found = [row["page_bytes"] for row in rows if row["name"] == target.tensor]
                return number(found[0]) if found else None
            case _:
                return None

    def finish(self) -> None:
        """Warns of arguments that the host passes and the kernel does not read."""
        kernel, place = self.context.kernel, self.context.unit.function("kernel_main").place
        for i, (kind, name, _) in enumerate(kernel.words):
            if i not in self.used_words and kind != "-":
                message = f"compile-time argument {i} ({kind} '{name}') is not used"
                self.context.report(place, message, severity="warning")
        for i, (kind, name) in enumerate(kernel.runtime):
            if i not in self.used_args:
                message = f"runtime argument {i} ({kind} '{name}') is not used"
                self.context.report(place, message, severity="warning")

    def _constant(self, value: Value | None, node: n.Call, what: str) -> int | None:
        index = value.poly.constant if isinstance(value, Number) else None
        if index is None:
            self.context.report(node.place, f"the index of a {what} must be a constant")
        return index

    def _unread(self, node: n.Call, kind: Kind) -> Value:
        """Stands for an argument that is not there; nobody complains of it again."""
        self.context.incomplete = True
        return Number(self.context.symbols.unknown(node.place), kind)

    def _word(self, call: Call, node: n.Call) -> Value | None:
        index = self._constant(call.values["i"], node, "compile-time argument")
        if index is None:
            return None
        words = self.context.kernel.words
        if not 0 <= index < len(words):
            message = f"there is no compile-time argument {index}: the host passes {len(words)}"
            self.context.report(node.place, message)
            return self._unread(node, "cb")
        kind, name, value = words[index]
        self.used_words.add(index)
        if kind != "cb":
            message = f"compile-time argument {index} is a word of the accessor of '{name}'"
            self.context.report(node.place, message, f"use TensorAccessorArgs<{index}>()")
            return self._unread(node, "cb")
        return number(value, "cb")

    def _runtime(self, call: Call, node: n.Call, templates: Sequence[Value]) -> Value | None:
        type_name = templates[0]
        if isinstance(type_name, Other) and type_name.text not in WORD_TYPES:
            message = f"a runtime argument has 32 bits, no {type_name.text}"
            self.context.report(node.place, message)
        index = self._constant(call.values["i"], node, "runtime argument")
        if index is None:
            return None
        args = self.context.kernel.runtime
        if not 0 <= index < len(args):
            message = f"there is no runtime argument {index}: the host passes {len(args)}"
            self.context.report(node.place, message)
            return self._unread(node, "int")
        self.used_args.add(index)
        kind, name = args[index]
        symbol = f"{kind}.{name}"
        if kind == "scalar":  # the author's number, of either sign
            self.context.symbols.ranges[symbol] = (None, None)
        return Number(Poly.symbol(symbol))

    def _accessor_args(self, node: n.Call, templates: Sequence[Value]) -> Value | None:
        index = self._constant(templates[0], node, "compile-time argument")
        if index is None:
            return None
        words = self.context.kernel.words
        if not 0 <= index < len(words):
            message = f"there is no compile-time argument {index}: the host passes {len(words)}"
            self.context.report(node.place, message)
            return Args("?", None)
        kind, name, _ = words[index]
        if kind == "accessor":
            self.used_words.add(index)
            end = index + 1
            while end < len(words) and words[end][0] == "-":
                end += 1
            return Args(name, end)
        what = (
            f"the circular buffer '{name}'" if kind == "cb" else f"inside the accessor of '{name}'"
        )
        start = [f"{i} ('{w[1]}')" for i, w in enumerate(words) if w[0] == "accessor"]
        way_out = f"accessors start at {', '.join(start)}" if start else ""
        message = f"compile-time argument {index} is {what}, no accessor starts there"
        self.context.report(node.place, message, way_out)
        return Args("?", None)

    def _accessor(self, call: Call, node: n.Call) -> Value:
        args, base = call.values.get("args"), call.values.get("bank_base")
        tensor = args.tensor if isinstance(args, Args) else "?"
        given = base.poly.name if isinstance(base, Number) else None
        if given is not None and tensor != "?" and given != f"address.{tensor}":
            kind, _, name = given.partition(".")
            what = f"the address of '{name}'" if kind == "address" else f"'{given}', no address"
            message = f"the accessor of '{tensor}' gets {what}"
            self.context.report(node.place, message)
        return Accessor(tensor)
