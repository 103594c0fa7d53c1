"""The unpacker and the packer are configured for the format of what they move."""

from __future__ import annotations

from dataclasses import dataclass, field

from ttc.codegen.check.context import Call, Checker, Context
from ttc.codegen.check.poly import Poly
from ttc.runtime_sim.cpp import nodes as n

Formats = frozenset[str]


@dataclass(frozen=True)
class Configured:
    """The formats (dtype names) that SrcA, SrcB and the packer may be configured for."""

    a: Formats = field(default=frozenset())
    b: Formats = field(default=frozenset())
    pack: Formats = field(default=frozenset())


class FormatChecker(Checker[Configured]):
    """
    An init never changes formats; metalium's reconfig_data_format.h does, where they differ.

    Those of pack_untilize.h set the packer up for the format of their buffer.
    """

    def __init__(self, context: Context):
        super().__init__(context, Configured())

    def join(
        self, one: Configured, other: Configured, when: Poly | None, place: n.Place
    ) -> Configured:
        return Configured(one.a | other.a, one.b | other.b, one.pack | other.pack)

    def call(self, call: Call) -> None:
        match call.row.effect:
            case "startup":
                formats = [self._format(cb) for _, cb in call.cbs()]
                if len(formats) >= 2:
                    first, second = formats[0], formats[-2] if len(formats) == 3 else formats[0]
                    if call.templates.get("order") == "Reverse":
                        first, second = second, first
                    self.state = Configured(first, second, formats[-1])
            case "reconfig" if "tile_shape" not in call.name:
                self._reconfig(call)
            case "pack_reconfig":
                new = [self._format(cb) for name, cb in call.cbs() if name == "cb"]
                self.state = Configured(self.state.a, self.state.b, *new)
            case "init" | "uninit" if call.name.startswith("pack_untilize"):
                new = [self._format(cb) for name, cb in call.cbs() if name == "out"]
                self.state = Configured(self.state.a, self.state.b, *new)
            case "math":
                self._unpacked(call)
            case "pack":
                for _, cb in call.cbs():
                    self._packed(call, cb)
            case "alone":
                self._unpacked(call)
                for name, cb in call.cbs():
                    if name == "out":
                        self._packed(call, cb)
            case _:
                pass

    def _format(self, cb: int) -> Formats:
        buffer = self.context.buffer(cb)
        return frozenset((buffer.dtype,)) if buffer else frozenset()

    def _reconfig(self, call: Call) -> None:
        named, state = dict(call.cbs()), self.state
        if "cb" in named:
            new = self._format(named["cb"])
            srca = call.name.endswith("srca")
            self.state = Configured(new if srca else state.a, state.b if srca else new, state.pack)
        elif "in0" in named and "in1" in named:
            a, b = self._format(named["in0"]), self._format(named["in1"])
            if call.templates.get("order") == "Reverse":
                a, b = b, a
            self.state = Configured(a, b, state.pack)

    def _unpacked(self, call: Call) -> None:
        letters = call.row.sources
        for letter, (_, cb) in zip(letters, call.cbs(), strict=False):
            source = self._source(letter, call, cb)
            letters = letters[1:]
            live = self.state.a if source == "A" else self.state.b
            wanted = self._format(cb)
            if not source or not live or live == wanted or not wanted:
                continue
            other = " or ".join(sorted(live - wanted))
            message = (
                f"'{call.name}' unpacks {self.context.buffer_name(cb)} ({next(iter(wanted))})"
                f" to Src{source}, which is set up for {other}"
            )
            way_out = "call reconfig_data_format for its operands before its init"
            self.context.report(call.place, message, way_out, rule=f"format{source}")

    def _source(self, letter: str, call: Call, cb: int) -> str:
        """`A` or `B`: where this operand goes (metalium matmul.h, reduce.h, bcast.h)."""
        match letter:
            case "A" | "B":
                return letter
            case "d":
                return "B" if call.templates.get("reuse") == "DEST_TO_SRCA" else "A"
            case "u":
                buffer = self.context.buffer(cb)
                wide = buffer is not None and buffer.dtype in ("float32", "int32", "uint32")
                return "A" if wide else "B"
            case "r":
                rows = call.templates.get("dim") == "REDUCE_ROW"
                swapped = rows and call.templates.get("pool") in ("SUM", "AVG")
                scaler = dict(call.cbs()).get("scaler") == cb
                return "B" if scaler != swapped else "A"
            case _:
                return ""

    def _packed(self, call: Call, cb: int) -> None:
        live, wanted = self.state.pack, self._format(cb)
        if live and wanted and live != wanted:
            other = " or ".join(sorted(live - wanted))
            message = (
                f"'{call.name}' packs to {self.context.buffer_name(cb)} ({next(iter(wanted))}),"
                f" the packer is set up for {other}"
            )
            way_out = "call pack_reconfig_data_format before"
            self.context.report(call.place, message, way_out, rule="formatpack")
