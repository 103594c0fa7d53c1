"""Every op finds its init live: one of the unpacker (U), one of the SFPU (S), a packer mode (P)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ttc.codegen.api import overloads
from ttc.codegen.check.context import Call, Checker, Context
from ttc.codegen.check.poly import Poly
from ttc.runtime_sim.cpp import nodes as n

UNTIL_UNINIT = {
    "reduce_init": "reduce_uninit",
    "tilize_init": "tilize_uninit",
    "fast_tilize_init": "fast_tilize_uninit",
    "pack_untilize_init": "pack_untilize_uninit",
    "pack_untilize_dest_init": "pack_untilize_uninit",
}
ENDS_UNPACKING = frozenset(("tilize_uninit", "fast_tilize_uninit"))
"""Calls after which the unpacker is set up for no op (metalium tilize.h)."""
SHARED = frozenset(("transpose", "ct", "rt", "kt", "block"))
"""Arguments that an init and its op must agree on."""


@dataclass(frozen=True)
class Init:
    """An init that is live, with what it was given."""

    name: str
    templates: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, Poly], ...] = ()

    @staticmethod
    def of(call: Call) -> Init:
        values = {
            name: call.poly(name) for name in (p.name for p in call.row.params) if name in SHARED
        }
        known = tuple((name, value) for name, value in values.items() if value is not None)
        return Init(call.name, tuple(call.templates.items()), known)


NOTHING = Init("")


@dataclass(frozen=True)
class Live:
    """The inits that may be live, by group; `reduced` if the section holds a result of reduce."""

    unpack: frozenset[Init] = field(default=frozenset((NOTHING,)))
    sfpu: frozenset[Init] = field(default=frozenset((NOTHING,)))
    packer: frozenset[Init] = field(default=frozenset((NOTHING,)))
    reduced: frozenset[bool] = field(default=frozenset((False,)))


class InitChecker(Checker[Live]):
    """Init before use, and again after another op's init of the same group."""

    def __init__(self, context: Context):
        super().__init__(context, Live())

    def join(self, one: Live, other: Live, when: Poly | None, place: n.Place) -> Live:
        return Live(
            one.unpack | other.unpack,
            one.sfpu | other.sfpu,
            one.packer | other.packer,
            one.reduced | other.reduced,
        )

    def call(self, call: Call) -> None:
        live, group = self.state, call.row.group
        match call.row.effect:
            case "init":
                if "P" in group:
                    self._free_packer(call)
                made = frozenset((Init.of(call),))
                mode = made if call.name in UNTIL_UNINIT else frozenset((NOTHING,))
                self.state = Live(
                    made if "U" in group else live.unpack,
                    made if "S" in group else live.sfpu,
                    mode if "P" in group else live.packer,
                    live.reduced,
                )
            case "uninit":
                self._replace(packer=frozenset((NOTHING,)))
                if call.name in ENDS_UNPACKING:
                    self.state = replace(self.state, unpack=frozenset((NOTHING,)))
            case "acquire":
                self._replace(reduced=frozenset((False,)))
            case "math" | "alone":
                self._op(call)
            case "pack":
                self._pack(call)
            case _:
                pass

    def _replace(
        self, packer: frozenset[Init] | None = None, reduced: frozenset[bool] | None = None
    ) -> None:
        live = self.state
        self.state = Live(
            live.unpack,
            live.sfpu,
            live.packer if packer is None else packer,
            live.reduced if reduced is None else reduced,
        )

    def _op(self, call: Call) -> None:
        if call.name.startswith("reduce_"):
            self._replace(reduced=frozenset((True,)))
        if not call.row.needs:
            return
        first = call.row.needs[0].partition(":")[0]
        group = overloads(first, "compute")[0].group
        live = self.state.sfpu if "S" in group else self.state.unpack
        for init in sorted(live, key=lambda i: i.name):
            if not any(_serves(need, init, call) for need in call.row.needs):
                self._missing(call, first, init)
                return
        for mode in self.state.packer if call.row.effect == "alone" else ():
            if mode.name != first:  # its uninit ended what it was set up for
                self._missing(call, first, mode)

    def _missing(self, call: Call, wanted: str, live: Init) -> None:
        if not live.name:
            message = f"'{call.name}' needs {wanted} before it; there was none"
        elif live.name == wanted:
            message = f"'{call.name}' and its {wanted} have different {_difference(live, call)}"
        else:
            message = f"'{call.name}' needs {wanted} before it; {live.name} came since"
        self.context.report(call.place, message, f"call {wanted} before it", rule="init")

    def _pack(self, call: Call) -> None:
        for mode in sorted(self.state.packer, key=lambda i: i.name):
            if call.row.needs:
                if not any(_serves(need, mode, call) for need in call.row.needs):
                    self._missing(call, call.row.needs[0], mode)
                continue
            reduces = mode.name == "reduce_init" and False not in self.state.reduced
            if mode is NOTHING or reduces:
                continue
            self._still_set_up(call, "packs", mode)

    def _free_packer(self, call: Call) -> None:
        """An init leaves as it is what the uninit of another one would have ended."""
        for mode in sorted(self.state.packer, key=lambda i: i.name):
            if mode.name not in ("", call.name):
                self._still_set_up(call, "sets the packer up", mode)

    def _still_set_up(self, call: Call, what: str, mode: Init) -> None:
        message = f"'{call.name}' {what} while the packer is still set up by {mode.name}"
        way_out = f"call {UNTIL_UNINIT[mode.name]} before it"
        self.context.report(call.place, message, way_out, rule="packer")


def _serves(need: str, init: Init, call: Call) -> bool:
    name, _, template = need.partition(":")
    if init.name != name or (template and all(text != template for _, text in init.templates)):
        return False
    return not _difference(init, call)


def _difference(init: Init, call: Call) -> str:
    """The name of an argument in which op and init differ; empty if they agree."""
    for name, text in init.templates:
        if call.templates.get(name, text) != text:
            return f"'{name}'"
    for name, value in init.values:
        used = call.poly(name) if any(p.name == name for p in call.row.params) else None
        if used is not None and used != value:
            return f"'{name}'"
    return ""
